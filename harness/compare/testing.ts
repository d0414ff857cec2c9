/** A made-up comparison run, for tests only. */
import { experiment, growth } from '../report/testing/experiments.ts';
import type { ExperimentResult, Results } from '../model/results.ts';

const quantiles = (p99Ms: number) => ({
  count: 500,
  p50Ms: p99Ms / 4,
  p90Ms: p99Ms / 2,
  p99Ms,
  maxMs: p99Ms * 3,
});

/** What a round says whose generator was itself the bottleneck. */
export const LATE: ExperimentResult['generator'] = {
  verdict: 'unknown',
  reason: 'k6 was late',
  latenessP99Ms: 90,
  intendedPerSecond: 300,
  achievedPerSecond: 200,
};

/** A measured round whose read p99 from the intended start is `readP99Ms`. */
export function round(
  store: string,
  number: number,
  readP99Ms: number,
  changes: Partial<ExperimentResult> = {},
): ExperimentResult {
  return experiment(store, {
    id: `${store}/browse-${number}`,
    workload: 'browse',
    promises: [],
    latency: ['read', 'write'].map((op, index) => ({
      op,
      fromIntended: quantiles(readP99Ms + index),
      fromSend: quantiles(readP99Ms / 2 + index),
    })),
    ...changes,
  });
}

/** MemoryStore and Redis: rounds, tabs that lose updates, two instances, growth. */
export function comparedRun(changes: Partial<Results> = {}): Results {
  return {
    results: 1,
    run: {
      name: '2026-11-21T10-00-00-compare',
      command: 'holdfast compare --quick',
      startedAt: '2026-11-21T10:00:00.000Z',
      seed: '81f3',
      holdfast: '0.1.0',
      complete: true,
    },
    machine: { cores: 2, memoryBytes: 8e9, os: 'Linux 6', node: '24.0.0' },
    versions: [{ name: 'k6', version: '2.2.0', source: 'PATH' }],
    stores: [
      { id: 'redis', name: 'Redis' },
      { id: 'memory', name: 'MemoryStore' },
    ],
    experiments: ['redis', 'memory'].flatMap((store, at) => [
      ...[1, 2, 3].map((number) => round(store, number, 10 * (at + 1) + number)),
      experiment(store, {
        id: `${store}/tabs`,
        workload: 'tabs',
        promises: [],
        anomalyCounts: { 'lost-update': 40 + at, 'garbage-read': 0 },
        verdict: 'fail',
      }),
      experiment(store, {
        id: `${store}/two-instances`,
        instances: 2,
        promises:
          store === 'redis'
            ? [{ id: 'shared-between-instances', source: 'readme', verdict: 'kept' as const }]
            : [],
        notPromised: store === 'redis' ? [] : ['shared-between-instances'],
        anomalyCounts: store === 'redis' ? {} : { 'session-unavailable': 50 },
        verdict: store === 'redis' ? 'pass' : 'fail',
      }),
      experiment(store, {
        id: `${store}/growth`,
        workload: 'growth',
        promises: [],
        growth: store === 'redis' ? growth(3, 1300) : growth(1440, null),
      }),
    ]),
    claims: [],
    problems: [],
    verdict: 'fail',
    ...changes,
  };
}
