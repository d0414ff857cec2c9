import type { ExperimentResult } from '../../model/results.ts';
import { formatMs, formatPercent } from '../../units.ts';
import { FIGURE_NAMES, type FigureName, figureOf, readingsOf } from '../figures.ts';
import { tooFew, untrusted } from '../latency.ts';
import { countsOf, lookedFor, reasonOf } from '../observed.ts';
import type { Margin } from './three-way.ts';

/** One figure of one round. */
export interface Measured {
  /** Within its experiment, and the same in every run. */
  name: string;
  better: 'lower' | 'higher';
  margin: Margin;
  /** By what else it goes than by the subject. */
  goesBy: 'clock' | 'heap' | 'nothing else';
  format: (value: number) => string;
  /** Of anomalies and of what was not served: with 0, nothing was there to be worse. */
  isCount: boolean;
  kind?: string;
  value?: number;
  doubt?: string;
  /** Why a round of this length has none of it: it is compared only where a policy asks for it. */
  few?: string;
}

const ratio = (amount: number): Margin => ({ by: 'ratio', amount });
const difference = (amount: number): Margin => ({ by: 'difference', amount });

/** docs/GATE.md lists them. What is not here is not compared. */
const MARGINS: Partial<Record<FigureName, Margin>> = {
  'unserved-share': difference(0.001),
  'outage-ms': difference(500),
  'recovery-ms': difference(500),
  'throughput-per-second': ratio(0.05),
  'heap-bytes-per-session': difference(100),
  'heap-bytes-per-request': difference(100),
  'heap-held-share': difference(0.05),
  'store-bytes-per-session': difference(100),
  'store-held-share': difference(0.05),
};
const QUANTILES = [
  { quantile: 'p50', margin: ratio(0.1) },
  { quantile: 'p99', margin: ratio(0.15) },
] as const;
const CLOCKS = [
  { clock: 'fromIntended', words: 'from the intended start' },
  { clock: 'fromSend', words: 'from the send' },
] as const;
const ANOMALIES = difference(0.001);

/** Of which operations latencies are compared: those of the load's steady part, or all. */
export type Part = 'steady' | 'all';

/** The steady part, where every round of both sides has it; results of before have not. */
export const partOf = (experiments: readonly ExperimentResult[]): Part =>
  experiments.every(({ latency }) => latency.every(({ steady }) => steady !== undefined)) ? 'steady' : 'all';

/** All that a round came to, which another round can be compared with. */
export const measuredIn = (experiment: ExperimentResult, part: Part): Measured[] => [
  ...anomaliesIn(experiment),
  ...figuresIn(experiment),
  ...latencyIn(experiment, part),
];

function anomaliesIn(experiment: ExperimentResult): Measured[] {
  const counts = countsOf(experiment);
  const doubt = experiment.verdict === 'unknown' ? reasonOf(experiment) : undefined;
  return [...new Set([...lookedFor(experiment), ...counts.keys()])]
    .filter((kind) => kind !== 'unserved' && kind !== 'request-leak')
    .map((kind): Measured => {
      const tested = experiment.checkers.find(({ checker }) => checker === kind)?.tested ?? 0;
      const count = counts.get(kind) ?? 0;
      return {
        name: `${kind} per occasion`,
        kind,
        better: 'lower',
        margin: ANOMALIES,
        goesBy: 'nothing else',
        format: (value) => (value === 0 ? 'none' : formatPercent(value)),
        isCount: true,
        // A store has one occasion at the least for each that was found.
        ...(count + tested > 0 && { value: count / Math.max(count, tested) }),
        ...(doubt !== undefined && { doubt }),
      };
    });
}

function figuresIn(experiment: ExperimentResult): Measured[] {
  return FIGURE_NAMES.flatMap((figure) => {
    const margin = MARGINS[figure];
    if (margin === undefined) return [];
    const { better, format, isTimed } = figureOf(figure);
    return readingsOf(figure, experiment).map(({ part, value, doubt }): Measured => ({
      name: part === undefined ? figure : `${figure} at ${part}`,
      better,
      margin,
      goesBy: isTimed ? 'clock' : figure.startsWith('heap') ? 'heap' : 'nothing else',
      format,
      isCount: figure === 'unserved-share',
      ...(value !== undefined && { value }),
      ...(doubt !== undefined && { doubt }),
    }));
  });
}

function latencyIn(experiment: ExperimentResult, part: Part): Measured[] {
  return experiment.latency.flatMap((latency) =>
    CLOCKS.flatMap(({ clock, words }) =>
      QUANTILES.map(({ quantile, margin }): Measured => {
        const doubt = untrusted(experiment);
        const quantiles = (part === 'steady' ? latency.steady?.[clock] : latency[clock]) ?? latency[clock];
        const few = tooFew(quantiles.count, quantile);
        return {
          name: `${quantile} of ${latency.op} ${words}`,
          better: 'lower',
          margin,
          goesBy: 'clock',
          format: formatMs,
          isCount: false,
          ...(quantiles.count > 0 && { value: quantiles[`${quantile}Ms`] }),
          ...(doubt !== undefined && { doubt }),
          ...(few !== undefined && { few }),
        };
      }),
    ),
  );
}
