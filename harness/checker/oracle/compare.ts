import type { ExperimentLine, OperationLine } from '../../../protocol/history.ts';
import { judge } from '../judge.ts';
import type { AnomalyKind } from '../../model/kinds.ts';
import { defined } from './define.ts';
import { expiring } from './expiring.ts';
import { existenceCanBeExplained, keyCanBeExplained, sessionCanBeExplained } from './explain.ts';
import { Random } from '../../model/random.ts';
import { arbitrary, FLAWS, simulate, someShape } from './simulate.ts';

const OF_KEYS: readonly AnomalyKind[] = [
  'lost-write',
  'lost-update',
  'stale-read',
  'non-monotonic-read',
  'aborted-read',
  'garbage-read',
];
const OF_EXISTENCE: readonly AnomalyKind[] = ['lost-session', 'session-unavailable', 'resurrection'];
const OF_ABSENCE: readonly AnomalyKind[] = ['lost-session', 'session-unavailable'];
const DEFINED: readonly AnomalyKind[] = [...OF_KEYS, 'resurrection'];

export interface Comparison {
  /** Where checkers and oracle say different things. */
  disagreements: string[];
  /** What was found, for a score of what was put to the test. */
  found: Partial<Record<AnomalyKind, number>>;
  explained: boolean;
}

/** One random history, judged both ways. */
export function compareAt(seed: number): Comparison & { ops: OperationLine[] } {
  const random = new Random(seed);
  if (random.chance(0.15)) return compareExpiry(random);
  const flaw = random.pick(FLAWS);
  const ops = random.chance(0.25) ? arbitrary(random) : simulate(random, someShape(random), flaw);
  const comparison = compare(ops);
  return { ...comparison, ops };
}

/** A store that is on time must raise nothing; seen after every renewal's end of life, a session must be late. */
function compareExpiry(random: Random): Comparison & { ops: OperationLine[] } {
  const { experiment, ops, flaw } = expiring(random);
  const found = findings(ops, experiment);
  const disagreements: string[] = [];
  if (flaw === 'none' && Object.keys(found).length > 0) disagreements.push('false alarm: it expired on time');
  const { ttlMs = Infinity, ttlGraceMs = 0 } = experiment;
  const isLate = (read: OperationLine) =>
    read.op === 'read' &&
    read.outcome === 'ok' &&
    read.absent === undefined &&
    ops.every(
      (op) =>
        op === read ||
        op.outcome === 'fail' ||
        op.absent === true ||
        op.start > read.end ||
        (op.outcome === 'ok' && op.end + ttlMs + ttlGraceMs < read.start),
    );
  if (ops.some(isLate) && found['late-expiry'] === undefined)
    disagreements.push('missed: it was seen after its end of life');
  return { disagreements, found, explained: flaw === 'none', ops };
}

function findings(ops: readonly OperationLine[], experiment: ExperimentLine): Comparison['found'] {
  const judging = judge(experiment);
  for (const op of ops) judging.operation(op);
  // The model says nothing of who was answered.
  const { unserved: _, ...counts } = judging.finish().anomalyCounts;
  return counts;
}

export function compare(ops: readonly OperationLine[]): Comparison {
  const found = findings(ops, { experiment: 'e', epochMs: 0 });
  const disagreements: string[] = [];
  const count = (kinds: readonly AnomalyKind[]) => kinds.reduce((sum, kind) => sum + (found[kind] ?? 0), 0);

  const explained = sessionCanBeExplained(ops);
  if (explained && Object.keys(found).length > 0)
    disagreements.push('false alarm: the session can be explained');

  const keys = [...new Set(ops.flatMap(({ key }) => (key === undefined ? [] : [key])))];
  const isCounter = ops.some(({ op }) => op === 'increment');
  const ends = ops.filter(({ op }) => op === 'destroy' || op === 'regenerate');
  const creates = ops.filter(({ op }) => op === 'create');
  const removes = ops.filter(({ op }) => op === 'remove');
  if (isCounter) {
    const isPlain = ends.length === 0 && creates.length <= 1 && ops.every(({ absent }) => !absent);
    if (
      isPlain &&
      ops.every(({ outcome }) => outcome === 'ok') &&
      !explained &&
      Object.keys(found).length === 0
    )
      disagreements.push('missed: a counter cannot be explained');
  } else {
    const explainedKeys = keys.every((key) => keyCanBeExplained(ops, key));
    if (explainedKeys && count(OF_KEYS) > 0) disagreements.push('false alarm: every key can be explained');
    const isPlain = ends.length === 0 && removes.length === 0 && creates.length <= 1;
    if (isPlain && !explainedKeys && count(OF_KEYS) === 0)
      disagreements.push('missed: a key cannot be explained');
  }
  const isCreatedOnce = creates.length === 1 && creates[0] === ops.toSorted((a, b) => a.start - b.start)[0];
  const due = defined(ops);
  for (const kind of [...(isCounter ? [] : DEFINED), ...(isCreatedOnce ? OF_ABSENCE : [])])
    if (due[kind] !== found[kind])
      disagreements.push(`${kind}: found ${found[kind] ?? 0}, by definition ${due[kind] ?? 0}`);
  const explainedExistence = existenceCanBeExplained(ops);
  const losses = (found['lost-session'] ?? 0) + (found['session-unavailable'] ?? 0);
  if (explainedExistence && losses > 0) disagreements.push('false alarm: its existence can be explained');
  const isUpdatedAfterEnd = ends.some(
    (end) => end.outcome === 'ok' && ops.some(({ op, start }) => op !== 'read' && start > end.end),
  );
  if (creates.length <= 1 && !isUpdatedAfterEnd && !explainedExistence && count(OF_EXISTENCE) === 0)
    disagreements.push('missed: its existence cannot be explained');
  return { disagreements, found, explained };
}
