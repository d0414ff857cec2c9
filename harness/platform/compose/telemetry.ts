import type { Experiment } from '../../model/plan.ts';
import { push } from '../../telemetry/push.ts';
import { anomalySeries, faultSeries, type Series } from '../../telemetry/series.ts';
import type { Platform } from '../platform.ts';
import type { Container } from './containers.ts';
import { PORTS, published } from './project.ts';
import { messageOf } from '../../errors.ts';

/** Dashboards look back half a minute for the last word of a fault: of a run that was killed nothing is under way. */
const REPEAT_MS = 10_000;

type Telemetry = Pick<Platform, 'generatorEnvironment' | 'onFault' | 'onResults' | 'dashboards'>;

/**
 * What a run on the stack tells the stack's Prometheus, if that was up when the run began: k6 its metrics, the
 * harness its faults as they happen and its findings at the end. A Prometheus that does not take them is reported
 * once, and spoils nothing: the run's own record is its history.
 */
export function telemetry(
  { prometheus, grafana }: { prometheus: Container | undefined; grafana: Container | undefined },
  { run, report, repeatMs = REPEAT_MS }: { run: string; report: (line: string) => void; repeatMs?: number },
): Telemetry {
  if (prometheus?.State.Running !== true) return { generatorEnvironment: () => ({}) };
  const url = `${published(prometheus, PORTS.prometheus)}/api/v1/write`;
  let isReported = false;
  const send = async (series: readonly Series[]) => {
    try {
      await push(url, series);
    } catch (error) {
      if (!isReported) report(`not in Prometheus, and so on no dashboard: ${messageOf(error)}`);
      isReported = true;
    }
  };
  const underWay = new Map<string, NodeJS.Timeout>();
  return {
    dashboards: grafana?.State.Running === true ? published(grafana, PORTS.grafana) : undefined,
    generatorEnvironment: () => ({
      RUN: run,
      K6_OUT: 'experimental-prometheus-rw',
      K6_PROMETHEUS_RW_SERVER_URL: url,
      K6_PROMETHEUS_RW_TREND_AS_NATIVE_HISTOGRAM: 'true',
      K6_PROMETHEUS_RW_PUSH_INTERVAL: '2s',
      K6_PROMETHEUS_RW_STALE_MARKERS: 'true',
    }),
    onFault: (experiment: Experiment, line) => {
      const sendNow = () => void send([faultSeries(run, experiment, line, Date.now())]);
      const name = `${experiment.id} ${line.id}`;
      clearInterval(underWay.get(name));
      underWay.delete(name);
      sendNow();
      if (line.phase === 'onset') underWay.set(name, setInterval(sendNow, repeatMs).unref());
    },
    onResults: (results) => send(anomalySeries(results)),
  };
}
