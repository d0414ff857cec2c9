import type { ExperimentLine, OperationLine } from '../../../protocol/history.ts';
import { judge } from '../judge.ts';
import { kindsShownBy, type AnomalyKind } from '../catalogue.ts';
import { defined } from './define.ts';
import { draw } from './draw.ts';
import { expiring } from './expiring.ts';
import { canBeExplained } from './explain.ts';
import { Random } from '../../model/random.ts';
import { arbitrary, FLAWS, simulate, someShape } from './simulate.ts';

const OF_RESPONSES: ReadonlySet<string> = new Set(kindsShownBy('response'));
const OF_ABSENCE: readonly AnomalyKind[] = ['lost-session', 'session-unavailable'];
const DEFINED: readonly AnomalyKind[] = [
  'lost-write',
  'lost-update',
  'stale-read',
  'non-monotonic-read',
  'aborted-read',
  'garbage-read',
  'resurrection',
];

export interface Comparison {
  /** Where judge and oracle say different things. */
  disagreements: string[];
  /** What was found, for a score of what was put to the test. */
  found: Partial<Record<AnomalyKind, number>>;
  explained: boolean;
}

interface Compared extends Comparison {
  ops: readonly OperationLine[];
  experiment: ExperimentLine;
}

const UNTIMED: ExperimentLine = { experiment: 'e', epochMs: 0 };

/** One random history, judged both ways. */
export function compareAt(seed: number): Compared {
  const random = new Random(seed);
  if (random.chance(0.6)) {
    const { experiment, ops, isKept } = draw(random);
    const comparison = compare(ops, experiment);
    if (isKept && !comparison.explained)
      comparison.disagreements.push('no order explains what a store that keeps everything answered');
    return { ...comparison, ops, experiment };
  }
  if (random.chance(0.25)) return compareExpiry(random);
  const flaw = random.pick(FLAWS);
  const ops = random.chance(0.25) ? arbitrary(random) : simulate(random, someShape(random), flaw);
  const comparison = compare(ops, UNTIMED);
  if (!comparison.explained) comparison.disagreements.push(...namedOtherwise(ops, comparison.found));
  return { ...comparison, ops, experiment: UNTIMED };
}

/** A store that is on time must raise nothing; seen after every renewal's end of life, a session must be late. */
function compareExpiry(random: Random): Compared {
  const { experiment, ops, flaw } = expiring(random);
  const { disagreements, found, explained } = compare(ops, experiment);
  if (flaw === 'none' && !explained) disagreements.push('false alarm: it expired on time');
  const { ttlMs = Infinity, ttlGraceMs = 0 } = experiment;
  const isLate = (late: OperationLine) =>
    late.op !== 'create' &&
    late.outcome === 'ok' &&
    late.absent === undefined &&
    ops.every(
      (op) =>
        op === late ||
        op.outcome === 'fail' ||
        op.absent === true ||
        op.start > late.end ||
        (op.outcome === 'ok' && op.end + ttlMs + ttlGraceMs < late.start),
    );
  if (ops.some(isLate) && found['late-expiry'] === undefined)
    disagreements.push('missed: it was seen after its end of life');
  return { disagreements, found, explained, ops, experiment };
}

/** Judge and oracle on whether some order explains the history; kinds that do not go by the order are left out. */
export function compare(ops: readonly OperationLine[], experiment = UNTIMED): Comparison {
  const judging = judge(experiment);
  for (const op of ops) judging.operation(op);
  const { anomalyCounts, checkers } = judging.finish();
  // The model says nothing of who was answered.
  const { unserved: _, ...found } = anomalyCounts;
  const disagreements: string[] = [];
  const tagged = ops.filter(({ owner, outcome }) => owner !== undefined && outcome === 'ok').length;
  let ofOrder = -tagged;
  for (const [kind, count] of Object.entries(found)) if (!OF_RESPONSES.has(kind)) ofOrder += count;
  const explained = canBeExplained(ops, experiment);
  if (explained && ofOrder > 0) disagreements.push('false alarm: an order explains it');
  if (!explained && ofOrder === 0) disagreements.push('missed: no order explains it');
  if (checkers.some(({ reason }) => reason?.includes('could not be decided') === true))
    disagreements.push('undecided: the budget did not suffice');
  return { disagreements, found, explained };
}

/** Of what no order explains: the kinds, counted by the definitions of docs/ANOMALIES.md. */
function namedOtherwise(ops: readonly OperationLine[], found: Comparison['found']): string[] {
  const isCounter = ops.some(({ op }) => op === 'increment');
  const creates = ops.filter(({ op }) => op === 'create');
  const isCreatedOnce = creates.length === 1 && creates[0] === ops.toSorted((a, b) => a.start - b.start)[0];
  const due = defined(ops);
  return [...(isCounter ? [] : DEFINED), ...(isCreatedOnce ? OF_ABSENCE : [])]
    .filter((kind) => due[kind] !== found[kind])
    .map((kind) => `${kind}: found ${found[kind] ?? 0}, by definition ${due[kind] ?? 0}`);
}
