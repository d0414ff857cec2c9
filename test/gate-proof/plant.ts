import type { Random } from '../../harness/model/random.ts';
import type { ExperimentResult, Results } from '../../harness/model/results.ts';

/** A difference that is planted in the figures of a round that was measured. */
export interface Planted {
  name: string;
  /** The experiment with the difference in it; undefined where it has nothing to plant it in. */
  plant: (experiment: ExperimentResult, random: Random) => ExperimentResult | undefined;
}

type Twice = Pick<ExperimentResult['latency'][number], 'fromIntended' | 'fromSend'>;

const latency = (
  experiment: ExperimentResult,
  field: 'p50Ms' | 'p99Ms',
  factor: number,
): ExperimentResult['latency'] => {
  const slower = ({ fromIntended, fromSend }: Twice): Twice => ({
    fromIntended: { ...fromIntended, [field]: fromIntended[field] * factor },
    fromSend: { ...fromSend, [field]: fromSend[field] * factor },
  });
  return experiment.latency.map((row) => ({
    ...row,
    ...slower(row),
    ...(row.steady && { steady: slower(row.steady) }),
  }));
};

/** Which of the kinds that are looked for is planted. */
const KIND = 'lost-write';

/** The differences that the gate is to see. */
export const PLANTED: readonly Planted[] = [
  {
    name: 'median +20 %',
    plant: (experiment) => ({ ...experiment, latency: latency(experiment, 'p50Ms', 1.2) }),
  },
  {
    name: 'p99 +25 %',
    plant: (experiment) => ({ ...experiment, latency: latency(experiment, 'p99Ms', 1.25) }),
  },
  {
    name: 'throughput -10 %',
    plant: ({ generator, ...experiment }) => ({
      ...experiment,
      generator: { ...generator, achievedPerSecond: generator.achievedPerSecond * 0.9 },
    }),
  },
  {
    name: 'heap +200 B a session',
    plant: ({ growth, ...experiment }) => {
      if (growth === null) return undefined;
      const { slope } = growth.app;
      // A round with too few readings for a slope has none with the difference in it, either: the gate doubts it.
      if (slope === null) return { ...experiment, growth };
      const more = {
        ...slope,
        bytesPerSession: slope.bytesPerSession + 200,
        low: slope.low + 200,
        high: slope.high + 200,
      };
      return { ...experiment, growth: { ...growth, app: { ...growth.app, slope: more } } };
    },
  },
  {
    name: 'recovery +1 s',
    plant: ({ faults, ...experiment }) => {
      if (!faults.some(({ recovery }) => recovery?.toRecoveryMs !== undefined)) return undefined;
      return {
        ...experiment,
        faults: faults.map((fault) => {
          const toRecoveryMs = fault.recovery?.toRecoveryMs;
          return {
            ...fault,
            ...(fault.unavailableMs !== undefined && { unavailableMs: fault.unavailableMs + 1000 }),
            ...(fault.recovery !== undefined &&
              toRecoveryMs !== undefined && {
                recovery: { ...fault.recovery, toRecoveryMs: toRecoveryMs + 1000 },
              }),
          };
        }),
      };
    },
  },
  {
    name: `a new ${KIND}, 1 in 1,000`,
    plant: (experiment, random) => {
      const tested = experiment.checkers.find(({ checker }) => checker === KIND)?.tested ?? 0;
      if (tested === 0) return undefined;
      let count = 0;
      for (let at = 0; at < tested; at++) if (random.chance(0.001)) count++;
      if (count === 0) return experiment;
      return {
        ...experiment,
        verdict: 'fail',
        anomalyCounts: { ...experiment.anomalyCounts, [KIND]: count },
      };
    },
  },
];

/** A run with the difference in each of its experiments; undefined where none can have it. */
export function planted(results: Results, { plant }: Planted, random: Random): Results | undefined {
  const experiments = results.experiments.map((experiment) => plant(experiment, random));
  if (experiments.includes(undefined)) return undefined;
  return { ...results, experiments: experiments.filter((each) => each !== undefined) };
}
