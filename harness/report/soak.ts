import type { Drift, ExperimentResult, Soak } from '../model/results.ts';
import { formatBytes, formatCount, formatMs, formatPercent, formatSpan } from '../units.ts';

export const SOAK_COLUMNS = ['from', 'operations', 'not served', 'median', 'p99', 'lost'] as const;

/** The quarters of a plateau. */
export const soakRows = ({ parts }: Soak): string[][] =>
  parts.map(({ fromMs, asked, unserved, p50Ms, p99Ms, losses }) => [
    formatSpan(fromMs),
    formatCount(asked),
    formatPercent(asked === 0 ? 0 : unserved / asked),
    p50Ms === null ? '' : formatMs(p50Ms),
    p99Ms === null ? '' : formatMs(p99Ms),
    formatCount(losses),
  ]);

/** What changed while the rate stayed the same, a sentence for each figure. */
export function soakSentences({ soak }: ExperimentResult): string[] {
  if (soak === undefined) return [];
  const { latencyMs, heapBytes } = soak;
  return [
    `Median latency at ${formatCount(soak.perSecond)}/s ${drifted(latencyMs, formatMs)}.`,
    ...(heapBytes === undefined
      ? []
      : [`Heap at ${formatCount(soak.perSecond)}/s ${drifted(heapBytes, formatBytes)}.`]),
  ];
}

function drifted(drift: Drift, format: (value: number) => string): string {
  if ('unknown' in drift) return `is not told: ${drift.unknown}`;
  const { by, low, high, smallestVisible, overMs } = drift;
  const within = `95 %: ${format(low)} to ${format(high)}`;
  if (Math.abs(by) < smallestVisible)
    return `did not change over ${formatSpan(overMs)} by ${format(smallestVisible)}, which this run would have told from zero, or more (${within})`;
  return `${by > 0 ? 'rose' : 'fell'} by ${format(Math.abs(by))} over ${formatSpan(overMs)} (${within})`;
}
