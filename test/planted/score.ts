import type { ExperimentResult } from '../../harness/report/results.ts';
import type { Defect } from './catalogue.ts';

/** What one run says: of a planted store whether it was caught, of a correct one whether it was suspected. */
export type Mark =
  | { kind: 'caught'; by: string; count: number }
  | { kind: 'missed'; found: string }
  | { kind: 'clean' }
  | { kind: 'false-alarm'; found: string }
  | { kind: 'unknown'; reason: string };

/** A planted store is caught when the anomaly that it stands for was found, whatever else was. */
export function markDefect({ expected }: Defect, result: ExperimentResult): Mark {
  if (result.problems.length > 0) return unknown(result);
  const count = result.anomalyCounts[expected] ?? 0;
  if (result.verdict === 'fail' && count > 0) return { kind: 'caught', by: expected, count };
  return { kind: 'missed', found: foundIn(result) || 'nothing' };
}

export function markCorrect(result: ExperimentResult): Mark {
  // An anomaly counts even in a run whose verdict is spoiled: what was reported was wrong.
  const found = foundIn(result);
  if (found !== '') return { kind: 'false-alarm', found };
  return result.verdict === 'pass' ? { kind: 'clean' } : unknown(result);
}

function unknown({ problems, checkers }: ExperimentResult): Mark {
  const reasons = checkers.flatMap(({ checker, reason }) => (reason ? [`${checker}: ${reason}`] : []));
  return { kind: 'unknown', reason: problems[0] ?? reasons.join('; ') };
}

/** `lost-write 12, lost-session 1` */
export function foundIn({ anomalyCounts }: ExperimentResult): string {
  const found = Object.entries(anomalyCounts).filter(([, count]) => count > 0);
  return found.map(([kind, count]) => `${kind} ${count}`).join(', ');
}
