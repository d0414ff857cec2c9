import type { OperationLine, Value } from '../../../protocol/history.ts';
import type { AnomalyKind } from '../catalogue.ts';

/**
 * The definitions of docs/ANOMALIES.md for registers and for what ends a session, word for word: quantifiers as
 * loops, nothing sorted beforehand, nothing remembered. Slow, and independent of the checkers.
 */
export function defined(ops: readonly OperationLine[]): Partial<Record<AnomalyKind, number>> {
  const counts = new Map<AnomalyKind, number>();
  const add = (kind: AnomalyKind) => counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const resurrected = resurrections(ops, add);
  absences(ops, add);
  for (const key of new Set(ops.map((op) => op.key)))
    if (key !== undefined && !ops.some((op) => op.key === key && op.op === 'increment'))
      ofKey(key, ops, resurrected, add);
  return Object.fromEntries(counts);
}

const before = (a: OperationLine, b: OperationLine) => a.end < b.start;
const acknowledged = (op: OperationLine) => op.outcome === 'ok' && !op.absent && !op.dropped;
const possible = (op: OperationLine) => op.outcome !== 'fail' && !op.absent;
const valueOf = (op: OperationLine): Value =>
  op.op === 'write' || op.op === 'read' ? (op.value ?? null) : null;
const ends = (op: OperationLine) => op.op === 'destroy' || (op.op === 'regenerate' && !op.idKept);

function resurrections(ops: readonly OperationLine[], add: (kind: AnomalyKind) => void): Set<OperationLine> {
  const resurrected = new Set<OperationLine>();
  const blamed = new Set<OperationLine>();
  for (const read of ops.filter(shows)) {
    const culprits = ops.filter(
      (end) =>
        ends(end) &&
        acknowledged(end) &&
        before(end, read) &&
        !ops.some(
          (create) =>
            create.op === 'create' &&
            possible(create) &&
            create.start <= read.end &&
            !(acknowledged(create) && before(create, end)),
        ),
    );
    if (culprits.length === 0) continue;
    resurrected.add(read);
    const latest = culprits.reduce((a, b) => (b.start > a.start ? b : a));
    if (!blamed.has(latest)) add('resurrection');
    blamed.add(latest);
  }
  return resurrected;
}

const shows = (op: OperationLine) =>
  acknowledged(op) && ['read', 'write', 'increment', 'remove'].includes(op.op);

/** For sessions that are created once, first of all, and have no time to live. */
function absences(ops: readonly OperationLine[], add: (kind: AnomalyKind) => void): void {
  const unexplained = ops.filter((absence) => {
    if (!absence.absent || absence.outcome === 'info' || absence.op === 'create') return false;
    const isKnown = ops.some(
      (op) => (shows(op) || (op.op === 'create' && acknowledged(op))) && before(op, absence),
    );
    const endings = ops.filter((op) => ends(op) && possible(op) && op.start <= absence.end);
    const back = ops.filter((op) => shows(op) && before(absence, op));
    const isEnded =
      endings.length > 0 &&
      (back.length === 0 || endings.some((end) => acknowledged(end) && back.every((op) => before(end, op))));
    return isKnown && !isEnded;
  });
  const presences = ops.filter(shows);
  const gone = unexplained.filter((absence) => presences.every((op) => before(op, absence)));
  const cameBack = unexplained.some((absence) => presences.some((op) => before(absence, op)));
  const isSaid = gone.some(
    ({ instance }) => instance === undefined || presences.some((op) => op.instance === instance),
  );
  const isLost = gone.length > 0 && (!cameBack || isSaid);
  if (isLost) add('lost-session');
  if (unexplained.length > (isLost ? gone.length : 0)) add('session-unavailable');
}

function ofKey(
  key: string,
  all: readonly OperationLine[],
  resurrected: Set<OperationLine>,
  add: (kind: AnomalyKind) => void,
): void {
  const ops = all.filter((op) => op.key === key);
  const writes = ops.filter((op) => op.op === 'write' && possible(op));
  const removes = ops.filter((op) => op.op === 'remove' && possible(op));
  const creates = all.filter((op) => op.op === 'create' && possible(op));
  const emptyings = [...removes, ...creates, ...all.filter((op) => ends(op) && possible(op))];
  const isSetOnce = emptyings.length === creates.length && creates.length <= 1;
  const writeOf = (value: Value) => writes.find((write) => write.value === value);

  const reads: OperationLine[] = [];
  for (const read of ops.filter((op) => op.op === 'read' && acknowledged(op) && !resurrected.has(op))) {
    const value = valueOf(read);
    const write = writeOf(value);
    if (value === null) reads.push(read);
    else if (write === undefined)
      add(ops.some((op) => op.op === 'write' && op.value === value) ? 'aborted-read' : 'garbage-read');
    else if (before(read, write)) add('garbage-read');
    else if (
      acknowledged(write) &&
      all.some((end) => ends(end) && acknowledged(end) && before(write, end) && before(end, read))
    )
      add('resurrection');
    else reads.push(read);
  }

  const updates = [...writes, ...removes, ...creates].filter(acknowledged);
  const inOrder = reads.toSorted((a, b) => a.start - b.start);
  const misled = new Set<OperationLine>();
  const lost = new Set<OperationLine>();
  const shownAgain = new Set<OperationLine>();
  /** Something that held the value was over before `op` began. */
  const isAfter = (op: OperationLine, read: OperationLine): boolean => {
    const value = valueOf(read);
    if (value !== null) {
      const holders = [writeOf(value), ...reads.filter((other) => valueOf(other) === value)];
      return holders.some((holder) => holder !== undefined && acknowledged(holder) && before(holder, op));
    }
    const seen = emptyings.filter((emptying) => emptying.start <= read.end);
    if (isSetOnce && reads.some((other) => valueOf(other) === null && before(other, op))) return true;
    return seen.every((emptying) => acknowledged(emptying) && before(emptying, op));
  };
  const writer = (op: OperationLine) =>
    op.op === 'read' ? writes.find(({ value }) => value === op.value) : op;
  const lastShown = (update: OperationLine | undefined) =>
    update &&
    reads
      .filter((read) => valueOf(read) === valueOf(update))
      .reduce<OperationLine | undefined>((a, b) => (a === undefined || b.end > a.end ? b : a), undefined);
  for (const read of inOrder) {
    const newer = (op: OperationLine) =>
      valueOf(op) !== valueOf(read) && before(op, read) && !misled.has(op) && isAfter(op, read);
    const evidence = [...updates, ...reads].filter(newer);
    if (evidence.length === 0) continue;
    const over = updates.filter((update) => before(update, read));
    const current = updates
      .filter((update) => newer(update) && !over.some((later) => before(update, later)))
      .toSorted((a, b) => b.start - a.start || b.end - a.end);
    misled.add(read);
    if (current.length === 0) {
      const isOwn = evidence.some((op) => op.client === read.client);
      const newest = evidence.reduce((a, b) => (b.start >= a.start ? b : a));
      add(
        isUndone(all, key, read, { writer: writer(newest) })
          ? 'lost-update'
          : isOwn
            ? 'non-monotonic-read'
            : 'stale-read',
      );
      continue;
    }
    if (current.some((update) => lost.has(update))) continue;
    const comesBack = current.filter(
      (update) =>
        update.op === 'create' ||
        shownAgain.has(update) ||
        reads.some((later) => valueOf(later) === valueOf(update) && later.end >= read.start),
    );
    if (comesBack.length > 0) {
      for (const update of comesBack) shownAgain.add(update);
      add(
        isUndone(all, key, read, { writer: comesBack[0], again: lastShown(comesBack[0]) })
          ? 'lost-update'
          : 'stale-read',
      );
      continue;
    }
    const [update] = current as [OperationLine];
    lost.add(update);
    const overlaps = all.some(
      (other) =>
        other.key !== update.key &&
        ['write', 'remove', 'increment'].includes(other.op) &&
        acknowledged(other) &&
        !before(other, update) &&
        !before(update, other),
    );
    add(overlaps ? 'lost-update' : 'lost-write');
  }
  if (misled.size === 0 && contradict(reads, writes, emptyings, isSetOnce)) add('stale-read');
}

/** Saves of other keys can have undone the newer value before the read, and put it back after it. */
function isUndone(
  all: readonly OperationLine[],
  key: string,
  read: OperationLine,
  { writer, again }: { writer: OperationLine | undefined; again?: OperationLine | undefined },
): boolean {
  if (writer === undefined) return false;
  const others = all.filter(
    (op) => ['write', 'remove', 'increment'].includes(op.op) && possible(op) && op.key !== key,
  );
  return others.some(
    (undoing) =>
      mayOverlap(undoing, writer) &&
      undoing.start <= read.end &&
      (again === undefined ||
        others.some(
          (restoring) =>
            restoring !== undoing &&
            mayOverlap(restoring, undoing) &&
            restoring.start <= again.end &&
            (restoring.end >= read.start || !acknowledged(restoring)),
        )),
  );
}

/** Two values of which each was held before the other, by operations of any reads and acknowledged writes. */
function contradict(
  reads: OperationLine[],
  writes: OperationLine[],
  emptyings: OperationLine[],
  isSetOnce: boolean,
): boolean {
  const values: Value[] = writes.map((write) => write.value ?? null);
  const holders = (value: Value) => {
    if (value !== null) return [...writes, ...reads].filter((op) => op.value === value);
    return [...emptyings, ...reads.filter((op) => (op.value ?? null) === null)];
  };
  if (isSetOnce) values.push(null);
  const precedes = (one: Value, other: Value) =>
    holders(one).some((a) => acknowledged(a) && holders(other).some((b) => before(a, b)));
  return values.some((one) =>
    values.some((other) => one !== other && precedes(one, other) && precedes(other, one)),
  );
}

const mayOverlap = (a: OperationLine, b: OperationLine) =>
  (a.start <= b.end || !acknowledged(b)) && (b.start <= a.end || !acknowledged(a));
