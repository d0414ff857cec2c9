import { found } from '../model/found.ts';
import type { ExperimentResult } from '../model/results.ts';

/** Kinds that a checker had occasion to see. */
export const lookedFor = ({ checkers }: ExperimentResult): string[] =>
  checkers.filter(({ tested }) => tested !== 0).map(({ checker }) => checker);

/** What is listed counts, even if the counts should not say so. */
export function countsOf({ anomalyCounts, anomalies }: ExperimentResult): Map<string, number> {
  const counts = new Map(found(anomalyCounts));
  for (const { kind } of anomalies) if (!counts.has(kind)) counts.set(kind, 1);
  return counts;
}

/** Why an experiment is unknown. */
export function reasonOf({ problems, checkers }: ExperimentResult): string {
  const open = checkers.filter(({ verdict, reason }) => verdict === 'unknown' && reason !== undefined);
  // What had an occasion and came to nothing says more than what had none.
  const first = open.find(({ tested }) => tested !== 0) ?? open[0];
  return problems[0] ?? first?.reason ?? 'no reason was given';
}
