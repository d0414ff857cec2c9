import type { OperationLine, Value } from '../../../protocol/history.ts';

/**
 * Brute force, for small histories: is there any order of the operations, each at some moment between its start and
 * its end, in which a session that keeps everything would have answered as it did? Written from the model in
 * docs/ANOMALIES.md alone; it shares no code with the checkers.
 */
interface Event<State> {
  start: number;
  /** Infinity for what may still happen at any later time. */
  end: number;
  /** It certainly happened; otherwise it may be left out. */
  must: boolean;
  /** undefined: it could not have been answered so in this state. */
  apply: (state: State) => State | undefined;
}

function canBeExplained<State>(events: Event<State>[], initial: State[]): boolean {
  const dead = new Set<string>();
  const all = events.reduce((mask, { must }, i) => (must ? mask | (1 << i) : mask), 0);
  const search = (taken: number, state: State): boolean => {
    if ((taken & all) === all) return true;
    const key = `${taken} ${JSON.stringify(state)}`;
    if (dead.has(key)) return false;
    for (const [i, event] of events.entries()) {
      if ((taken & (1 << i)) !== 0) continue;
      const comesTooSoon = events.some(
        (other, j) => (taken & (1 << j)) === 0 && other.must && other.end < event.start,
      );
      const comesTooLate = events.some((other, j) => (taken & (1 << j)) !== 0 && event.end < other.start);
      if (comesTooSoon || comesTooLate) continue;
      const next = event.apply(state);
      if (next !== undefined && search(taken | (1 << i), next)) return true;
    }
    dead.add(key);
    return false;
  };
  return initial.some((state) => search(0, state));
}

interface Session {
  there: boolean;
  keys: Record<string, Value>;
}

const isSaved = (op: OperationLine) => op.outcome === 'ok' && !op.dropped;
const span = (op: OperationLine) => ({
  start: op.start,
  end: op.outcome === 'info' || op.dropped ? Infinity : op.end,
  must: isSaved(op) || (op.outcome === 'ok' && op.op === 'read'),
});

/** The whole session, all keys at once. */
export function sessionCanBeExplained(ops: readonly OperationLine[]): boolean {
  const events: Event<Session>[] = [];
  for (const op of ops) {
    if (op.absent) {
      if (op.op !== 'create' && op.outcome !== 'info')
        events.push({ start: op.start, end: op.end, must: true, apply: (s) => (s.there ? undefined : s) });
      continue;
    }
    if (op.outcome === 'fail' || (op.op === 'read' && op.outcome !== 'ok')) continue;
    events.push({ ...span(op), apply: (session) => after(op, session) });
  }
  return canBeExplained(events, [
    { there: false, keys: {} },
    { there: true, keys: {} },
  ]);
}

/** The state after it; undefined where it could not have been answered so. */
function after(op: OperationLine, session: Session): Session | undefined {
  const key = op.key ?? '';
  const { there, keys } = session;
  const gone = op.outcome === 'ok' ? undefined : session;
  switch (op.op) {
    case 'create':
      return { there: true, keys: op.value === undefined ? {} : { [key]: op.value } };
    case 'destroy':
      return { there: false, keys: {} };
    case 'regenerate':
      return op.idKept ? session : { there: false, keys: {} };
    case 'read':
      if (!there || (op.key !== undefined && (keys[key] ?? null) !== (op.value ?? null))) return undefined;
      return session;
    case 'write':
      return there ? { there, keys: { ...keys, [key]: op.value ?? null } } : gone;
    case 'remove':
      return there ? { there, keys: { ...keys, [key]: null } } : gone;
    case 'increment':
      return there ? counted(op, key, keys) : gone;
  }
  return undefined;
}

function counted(op: OperationLine, key: string, keys: Session['keys']): Session | undefined {
  const count = Number(keys[key] ?? 0) + 1;
  return op.outcome === 'ok' && op.value !== count
    ? undefined
    : { there: true, keys: { ...keys, [key]: count } };
}

/** One key by itself. What ends the session may unset it, and then need not. */
export function keyCanBeExplained(ops: readonly OperationLine[], key: string): boolean {
  const events: Event<{ value: Value }>[] = [];
  for (const op of ops) {
    if (op.absent || op.outcome === 'fail') continue;
    const value = op.op === 'remove' ? null : (op.value ?? null);
    if (op.op === 'create')
      events.push({ ...span(op), apply: () => ({ value: op.key === key ? value : null }) });
    else if (op.op === 'destroy' || (op.op === 'regenerate' && !op.idKept))
      events.push({ ...span(op), must: false, apply: () => ({ value: null }) });
    else if (op.key !== key) continue;
    else if (op.op === 'write' || op.op === 'remove') events.push({ ...span(op), apply: () => ({ value }) });
    else if (op.op === 'read' && op.outcome === 'ok')
      events.push({ ...span(op), apply: (state) => (state.value === value ? state : undefined) });
  }
  return canBeExplained(events, [{ value: null }]);
}

/** Whether the session is there, and nothing of what is in it. */
export function existenceCanBeExplained(ops: readonly OperationLine[]): boolean {
  const events: Event<boolean>[] = [];
  for (const op of ops) {
    if (op.absent) {
      if (op.op !== 'create' && op.outcome !== 'info')
        events.push({
          start: op.start,
          end: op.end,
          must: true,
          apply: (there) => (there ? undefined : false),
        });
    } else if (op.outcome === 'fail') continue;
    else if (op.op === 'create') events.push({ ...span(op), apply: () => true });
    else if (op.op === 'destroy' || (op.op === 'regenerate' && !op.idKept))
      events.push({ ...span(op), apply: () => false });
    else if (op.outcome === 'ok' && !op.dropped)
      events.push({ ...span(op), apply: (there) => (there ? true : undefined) });
  }
  return canBeExplained(events, [false, true]);
}
