import { HARNESS_METRICS } from '../../protocol/metrics.ts';
import type { FaultLine } from '../../protocol/history.ts';
import type { Experiment } from '../model/plan.ts';
import type { ExperimentResult, Results } from '../model/results.ts';

/** One time series as remote write takes it; times are Unix ones, in milliseconds. */
export interface Series {
  labels: { __name__: string; [label: string]: string };
  samples: { value: number; timestamp: number }[];
}

const SECOND_MS = 1000;
/** Dashboards look back a minute for the last sample of a counter. */
const REPEAT_MS = 30_000;

/** That a fault began, healed or failed, at this moment. */
export function faultSeries(
  run: string,
  { id: experiment, subject }: Experiment,
  { fault, id, target, phase }: FaultLine,
  timestamp: number,
): Series {
  const labels = { run, experiment, store: subject.store, fault, target, id };
  const value = phase === 'onset' ? 1 : 0;
  return { labels: { __name__: HARNESS_METRICS.fault, ...labels }, samples: [{ value, timestamp }] };
}

/**
 * What the checkers found, as counters that go up when clients met it: a series for each kind, instance and fault of
 * each experiment. Each begins with 0 at the experiment's start, so that its first step counts.
 */
export function anomalySeries({ run, experiments }: Results): Series[] {
  return experiments.flatMap((experiment) => {
    const groups = Map.groupBy(experiment.anomalyTimes, ({ kind, instance = '', fault }) =>
      JSON.stringify({ kind, instance, fault: kindOf(fault, experiment) }),
    );
    return [...groups].map(([labels, times]) => ({
      labels: {
        __name__: HARNESS_METRICS.anomalies,
        run: run.name,
        experiment: experiment.id,
        store: experiment.store,
        ...(JSON.parse(labels) as Record<string, string>),
      },
      samples: counted(times, experiment),
    }));
  });
}

function kindOf(id: string | undefined, { faults }: ExperimentResult): string {
  return faults.find((fault) => fault.id === id)?.kind ?? '';
}

function counted(
  times: ExperimentResult['anomalyTimes'],
  { epochMs, durationMs }: ExperimentResult,
): Series['samples'] {
  const samples = [{ value: 0, timestamp: epochMs }];
  const put = (value: number, timestamp: number) => {
    const last = samples.at(-1);
    if (last !== undefined && last.timestamp >= timestamp) last.value = value;
    else samples.push({ value, timestamp });
  };
  let value = 0;
  const steps = new Map(
    [...Map.groupBy(times, ({ atMs }) => atMs)].map(([atMs, same]) => [
      atMs,
      same.reduce((sum, { count }) => sum + count, 0),
    ]),
  );
  const endMs = Math.max(durationMs, ...steps.keys());
  for (let atMs = 0; atMs <= endMs + SECOND_MS; atMs += SECOND_MS) {
    const step = steps.get(atMs);
    value += step ?? 0;
    // What was met within a second has been met at its end.
    if (step !== undefined || atMs % REPEAT_MS === 0) put(value, epochMs + atMs + SECOND_MS);
  }
  put(value, epochMs + endMs + SECOND_MS);
  return samples;
}
