import type { ExperimentLine, OperationKind, OperationLine, Value } from '../../../protocol/history.ts';
import { sameShape } from '../../history/shape.ts';
import type { Random } from '../../model/random.ts';
import { spoilt } from './spoil.ts';

/** Small histories of all that the model knows, from a store that keeps its promises; of some, an answer is changed. */
export interface Drawn {
  experiment: ExperimentLine;
  ops: OperationLine[];
  /** Nothing was changed: the store kept everything. */
  isKept: boolean;
}

interface Planned {
  client: string;
  session: string;
  kind: OperationKind;
  key: string | undefined;
  value: Value | undefined;
  start: number;
  end: number;
  /** When the store does it. Infinity: never. */
  effect: number;
  outcome: OperationLine['outcome'];
  next: string | undefined;
  carries: OperationLine['carries'];
  idKept: boolean | undefined;
  dropped: true | undefined;
  owner: string | undefined;
}

const TTL_MS = 20;
const GRACE_MS = 2;

const KINDS: readonly (readonly OperationKind[])[] = [
  ['read', 'read', 'write'],
  ['read', 'read', 'write', 'write', 'remove'],
  ['read', 'increment', 'increment'],
  ['read', 'increment', 'increment', 'destroy', 'create'],
  ['read', 'read', 'write', 'destroy', 'create'],
  ['read', 'read', 'write', 'increment', 'remove', 'destroy', 'create', 'regenerate'],
  ['read', 'read', 'write', 'regenerate'],
  ['read', 'write', 'increment', 'remove'],
];

export function draw(random: Random): Drawn {
  const hasTtl = random.chance(0.25);
  const experiment: ExperimentLine = { experiment: 'e', epochMs: 0 };
  if (hasTtl)
    Object.assign(experiment, {
      ttlMs: TTL_MS,
      ttlGraceMs: GRACE_MS,
      renewedBy: random.pick(['save', 'any']),
    });
  const was = random.pick(['made', 'made', 'made', 'made', 'there', 'said'] as const);
  const planned = plan(random, was === 'made', hasTtl);
  const store = new Store(random, experiment);
  if (was !== 'made')
    store.make(
      's',
      was === 'said'
        ? new Map([
            ['a', 901],
            ['n', 5],
          ])
        : new Map(),
      0,
    );
  const answers = new Map<Planned, Answer>();
  for (const op of planned.toSorted((a, b) => a.effect - b.effect))
    if (op.effect !== Infinity && op.outcome !== 'fail') answers.set(op, store.perform(op));
  const ops = planned.map((op) => line(op, answers.get(op)));
  if (was === 'said' && ops[0] !== undefined) ops[0].preexisting = true;
  // A session that is there although something else makes it first is none that the model knows.
  const isKept = random.chance(0.5) && !(was === 'there' && planned[0]?.kind === 'create');
  return { experiment, ops: isKept ? ops : spoilt(random, ops), isKept };
}

function plan(random: Random, isMade: boolean, hasTtl: boolean): Planned[] {
  const clients = 1 + random.below(3);
  const kinds = random.pick(KINDS);
  const share = {
    info: random.pick([0, 0, 0.2, 0.4]),
    fail: random.pick([0, 0, 0.1]),
    dropped: random.pick([0, 0, 0, 0.15]),
    owner: random.pick([0, 0, 0, 0.1]),
  };
  const keys = random.pick([['a'], ['a'], ['a', 'b'], ['a', 'n']]);
  const pace = hasTtl ? [0, 1, 3, 8, 17, 19, 24] : [0, 0, 1, 2, 4];
  const clock = Array.from({ length: clients }, () => random.below(3));
  const known: { name: string; from: number }[] = [{ name: 's', from: 0 }];
  const planned: Planned[] = [];
  let next = 1;
  const count = 2 + random.below(7);
  for (let i = 0; i < count; i++) {
    const client = i === 0 ? 0 : random.below(clients);
    const start = i === 0 ? 0 : (clock[client] as number) + random.pick(pace);
    const end = start + (i === 0 ? random.below(2) : random.below(5));
    clock[client] = end + (random.chance(0.8) ? 1 : 0);
    if (i === 0)
      for (const at of clock.keys()) clock[at] = Math.max(clock[at] as number, random.below(3) + end);
    const kind = i === 0 && isMade ? 'create' : random.pick(kinds);
    const session = random.pick(known.filter(({ from }) => from <= start)).name;
    const chosen = random.next();
    const isSure = i === 0 && random.chance(0.85);
    const outcome = isSure
      ? 'ok'
      : chosen < share.info
        ? 'info'
        : chosen < share.info + share.fail
          ? 'fail'
          : 'ok';
    const key = kinds.includes('increment') ? random.pick(['n', ...keys]) : random.pick(keys);
    const isOnKey = kind === 'write' || kind === 'remove' || kind === 'increment';
    const sets = (kind === 'create' || kind === 'regenerate') && random.chance(0.3);
    const hasKey = isOnKey || sets || (kind === 'read' && random.chance(0.9));
    const on =
      kind === 'increment' && random.chance(0.9)
        ? 'n'
        : kind === 'write' && random.chance(0.8)
          ? random.pick(keys)
          : key;
    const isOther = kind === 'regenerate' && known.length < 3 && random.chance(0.8);
    const name = isOther ? `t${known.length}` : undefined;
    if (name !== undefined) known.push({ name, from: start });
    planned.push({
      client: `c${client}`,
      session,
      kind,
      key: hasKey ? on : undefined,
      value: kind === 'write' || sets ? next++ : undefined,
      start,
      end,
      effect: outcome === 'info' ? late(random, start) : start + random.next() * (end - start),
      outcome,
      next: name,
      carries: name === undefined || random.chance(0.4) ? undefined : random.chance(0.6) ? true : [on],
      idKept: kind === 'regenerate' && random.chance(0.1) ? true : undefined,
      dropped: random.chance(share.dropped) ? true : undefined,
      owner: i > 0 && random.chance(share.owner) ? 'other' : undefined,
    });
  }
  return planned;
}

const late = (random: Random, start: number) => (random.chance(0.3) ? Infinity : start + random.next() * 12);

type Answer = { value: Value | undefined } | 'absent';

/** Keeps everything, in plain maps, and is on time by at most the grace. */
class Store {
  readonly #random: Random;
  readonly #ttlMs: number;
  readonly #isTouchedByReads: boolean;
  readonly #sessions = new Map<string, { data: Map<string, Value>; expiresAt: number }>();

  constructor(random: Random, { ttlMs, renewedBy }: ExperimentLine) {
    this.#random = random;
    this.#ttlMs = ttlMs ?? Infinity;
    // What an experiment does not promise may still be so.
    this.#isTouchedByReads = renewedBy === 'any' || random.chance(0.5);
  }

  make(name: string, data: Map<string, Value>, at: number): void {
    this.#sessions.set(name, { data, expiresAt: this.#expiry(at) });
  }

  perform({
    session: name,
    kind,
    key,
    value,
    effect,
    next,
    carries,
    idKept,
    dropped,
    owner,
  }: Planned): Answer {
    const mayBeFor = (dropped ?? owner) !== undefined && kind !== 'read' && this.#random.chance(0.5);
    const session = this.#sessions.get(name);
    const isThere = session !== undefined && effect < session.expiresAt;
    if (owner !== undefined && (kind === 'read' || mayBeFor)) return { value: 1 + this.#random.below(9) };
    if (mayBeFor) return { value: kind === 'increment' ? 1 + this.#random.below(3) : value };
    const set = (data: Map<string, Value>) =>
      key === undefined || value === undefined ? data : data.set(key, value);
    if (kind === 'create') {
      this.make(name, set(new Map()), effect);
      return { value };
    }
    if (kind === 'regenerate') {
      const taken = [...(isThere && carries !== undefined ? session.data : [])];
      const data = new Map(taken.filter(([key]) => carries === true || carries?.includes(key) === true));
      if (next !== undefined) this.make(next, set(data), effect);
      else if (idKept && isThere) set(session.data);
      if (!idKept) this.#sessions.delete(name);
      return { value };
    }
    if (kind === 'destroy') {
      this.#sessions.delete(name);
      return isThere || this.#random.chance(0.6) ? { value } : 'absent';
    }
    if (!isThere) return 'absent';
    if (kind !== 'read' || this.#isTouchedByReads) session.expiresAt = this.#expiry(effect);
    const held = key === undefined ? undefined : (session.data.get(key) ?? null);
    if (kind === 'read') return { value: held };
    if (kind === 'write') set(session.data);
    if (kind === 'remove') session.data.delete(key as string);
    if (kind !== 'increment') return { value };
    const count = (typeof held === 'number' ? held : 0) + 1;
    session.data.set(key as string, count);
    return { value: count };
  }

  #expiry(at: number): number {
    return at + this.#ttlMs + (this.#random.next() * 2 - 1) * GRACE_MS;
  }
}

function line(op: Planned, answer: Answer | undefined): OperationLine {
  const isAbsent = answer === 'absent' && op.outcome === 'ok';
  const isAnswered = op.outcome === 'ok' && answer !== 'absent';
  const { kind } = op;
  const given = kind === 'write' || kind === 'create' || kind === 'regenerate' ? op.value : undefined;
  return sameShape({
    op: kind,
    session: op.session,
    client: op.client,
    key: op.key,
    value: given ?? (isAnswered ? answer?.value : undefined),
    absent: isAbsent ? true : undefined,
    owner: isAnswered ? op.owner : undefined,
    outcome: isAbsent && kind !== 'read' ? 'fail' : op.outcome,
    due: op.start,
    start: op.start,
    end: op.end,
    next: op.next,
    idKept: op.idKept,
    dropped: isAnswered ? op.dropped : undefined,
    carries: op.carries,
  });
}
