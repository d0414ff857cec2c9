import type { ExperimentResult } from '../../harness/model/results.ts';
import type { Control, Defect } from './catalogue.ts';

/** What one run says: of a planted store whether it was caught, of a correct one whether it was suspected. */
export type Mark =
  | { kind: 'caught'; by: string; count: number; beside: string[] }
  | { kind: 'missed'; found: string }
  | { kind: 'clean' }
  | { kind: 'false-alarm'; found: string }
  | { kind: 'unknown'; reason: string };

/** A planted store is caught when the anomaly that it stands for was found, whatever else was. */
export function markDefect({ expected }: Defect, result: ExperimentResult): Mark {
  const count = result.anomalyCounts[expected] ?? 0;
  const isFound = result.verdict === 'fail' && count > 0;
  const looked = result.checkers.find(({ checker }) => checker === expected);
  // A store that is slow enough counts as silent as well, and its experiment ends there; on a machine that is short of
  // processors who looked for it may not know.
  if (!isFound && (result.problems.length > 0 || looked?.verdict === 'unknown')) return unknown(result);
  if (isFound) return { kind: 'caught', by: expected, count, beside: kindsIn(result, [expected]) };
  return { kind: 'missed', found: foundIn(result) || 'nothing' };
}

/** A correct store is clean when nothing was found but what no store can help. */
export function markCorrect({ allowed = [] }: Control, result: ExperimentResult): Mark {
  // An anomaly counts even in a run whose verdict is spoiled: what was reported was wrong.
  const found = foundIn(result, allowed);
  if (found !== '') return { kind: 'false-alarm', found };
  const isKnown = result.verdict === 'pass' || (result.verdict === 'fail' && allowed.length > 0);
  return isKnown ? { kind: 'clean' } : unknown(result);
}

function unknown({ problems, checkers }: ExperimentResult): Mark {
  const reasons = checkers.flatMap(({ checker, reason }) => (reason ? [`${checker}: ${reason}`] : []));
  return { kind: 'unknown', reason: problems[0] ?? reasons.join('; ') };
}

/** `lost-write 12, lost-session 1` */
function foundIn(result: ExperimentResult, besides: readonly string[] = []): string {
  return kindsIn(result, besides)
    .map((kind) => `${kind} ${result.anomalyCounts[kind]}`)
    .join(', ');
}

function kindsIn({ anomalyCounts }: ExperimentResult, besides: readonly string[]): string[] {
  return Object.keys(anomalyCounts).filter((kind) => anomalyCounts[kind] !== 0 && !besides.includes(kind));
}
