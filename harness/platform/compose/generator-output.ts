import type { Experiment } from '../../plan/plan.ts';
import { PORTS, published, type Container } from './project.ts';

/**
 * Where k6 sends its metrics while a plan runs on the stack: to its Prometheus, by remote write, if that was up when
 * the run began; else nowhere.
 */
export function generatorOutput(
  prometheus: Container | undefined,
  run: string,
): (experiment: Experiment) => Record<string, string> {
  if (prometheus?.State.Running !== true) return () => ({});
  const base = published(prometheus, PORTS.prometheus);
  return () => ({
    RUN: run,
    K6_OUT: 'experimental-prometheus-rw',
    K6_PROMETHEUS_RW_SERVER_URL: `${base}/api/v1/write`,
    K6_PROMETHEUS_RW_TREND_AS_NATIVE_HISTOGRAM: 'true',
    K6_PROMETHEUS_RW_PUSH_INTERVAL: '2s',
    K6_PROMETHEUS_RW_STALE_MARKERS: 'true',
  });
}
