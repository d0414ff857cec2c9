import type { OperationLine } from '../../protocol/history.ts';

/** What few operations have. */
export type Rare = Pick<
  OperationLine,
  | 'error'
  | 'expected'
  | 'next'
  | 'idKept'
  | 'idChosen'
  | 'dropped'
  | 'carries'
  | 'preexisting'
  | 'refused'
  | 'strayed'
  | 'widened'
>;
export type Plain = Omit<OperationLine, keyof Rare>;

/**
 * Operations have the same fields in the same order, set or undefined, so that code over millions is fast: most of them
 * these only, which takes little more than half of the memory, and the others all.
 */
export const plain = (op: Plain): OperationLine => ({
  op: op.op,
  session: op.session,
  client: op.client,
  key: op.key,
  value: op.value,
  absent: op.absent,
  owner: op.owner,
  outcome: op.outcome,
  due: op.due,
  start: op.start,
  end: op.end,
  status: op.status,
  instance: op.instance,
  last: op.last,
});

/** With what is rare as well. */
export const withRare = (op: Plain, rare: Rare): OperationLine => ({
  op: op.op,
  session: op.session,
  client: op.client,
  key: op.key,
  value: op.value,
  absent: op.absent,
  owner: op.owner,
  outcome: op.outcome,
  due: op.due,
  start: op.start,
  end: op.end,
  status: op.status,
  instance: op.instance,
  last: op.last,
  error: rare.error,
  expected: rare.expected,
  next: rare.next,
  idKept: rare.idKept,
  idChosen: rare.idChosen,
  dropped: rare.dropped,
  carries: rare.carries,
  preexisting: rare.preexisting,
  refused: rare.refused,
  strayed: rare.strayed,
  widened: rare.widened,
});

const RARE = [
  'error',
  'expected',
  'next',
  'idKept',
  'idChosen',
  'dropped',
  'carries',
  'preexisting',
  'refused',
  'strayed',
  'widened',
] as const satisfies readonly (keyof Rare)[];

export const sameShape = (op: OperationLine): OperationLine =>
  RARE.some((field) => op[field] !== undefined) ? withRare(op, op) : plain(op);
