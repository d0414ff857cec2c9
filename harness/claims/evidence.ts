import type { ExperimentResult } from '../model/results.ts';
import { count } from './claim.ts';

/** What was counted in an experiment by that name; 0 where it was not met. */
export const figure = ({ figures = {} }: ExperimentResult, name: string): number => figures[name] ?? 0;

/** Whether the clients, or the harness, came to count anything of that name. */
export const hasFigure = ({ figures = {} }: ExperimentResult, name: string): boolean =>
  Object.hasOwn(figures, name);

/** How many anomalies were found; of the kinds, or of any. */
export function anomaliesIn({ anomalyCounts }: ExperimentResult, kinds?: readonly string[]): number {
  return Object.entries(anomalyCounts).reduce(
    (sum, [kind, times]) => (kinds === undefined || kinds.includes(kind) ? sum + times : sum),
    0,
  );
}

/** `3 lost-write, 1 stale-read`; `no anomaly`. */
export function anomaliesInWords({ anomalyCounts }: ExperimentResult): string {
  const found = Object.entries(anomalyCounts).filter(([, times]) => times > 0);
  return found.map(([kind, times]) => `${count(times)} ${kind}`).join(', ') || 'no anomaly';
}

/** On how many occasions a kind of anomaly would have shown; 0 where it was not looked for or not decided. */
export function occasions({ checkers }: ExperimentResult, kind: string): number {
  const judged = checkers.find(({ checker }) => checker === kind);
  return judged === undefined || judged.verdict === 'unknown' ? 0 : (judged.tested ?? 0);
}
