import type { OperationKind, OperationLine, Value } from '../../../protocol/history.ts';
import { sameShape } from '../../history/shape.ts';
import type { Random } from '../../model/random.ts';

/** How a simulated store misbehaves; `none` keeps every promise. */
export const FLAWS = [
  'none',
  'drops-writes',
  'serves-stale',
  'saves-whole-documents',
  'forgets-sessions',
  'loses-sight',
  'forgets-to-destroy',
  'mixes-up',
] as const;
export type Flaw = (typeof FLAWS)[number];

interface Shape {
  clients: number;
  operations: number;
  keys: readonly string[];
  kinds: readonly OperationKind[];
  /** Share of operations whose outcome nobody knows, and of those that fail. */
  info: number;
  fail: number;
  /** Time between operations of a client, against how long they take: below 1 they overlap a lot. */
  calm: number;
  instances: number;
}

interface Planned {
  client: string;
  kind: OperationKind;
  key: string;
  start: number;
  end: number;
  /** When the store does it. Infinity: never. */
  effect: number;
  outcome: OperationLine['outcome'];
}

type Document = Map<string, Value>;

/** One session under a store that does each operation at one moment within it, and the flaw it may have. */
export function simulate(random: Random, shape: Shape, flaw: Flaw): OperationLine[] {
  const planned = plan(random, shape);
  const ops: OperationLine[] = [];
  let document: Document | undefined;
  let earlier: Document | undefined;
  let next = 1;
  const strikes = () => flaw !== 'none' && random.chance(0.35);
  const loaded = new Map<Planned, Document>();
  const moments = planned.flatMap((op) => [
    { at: op.start, op, isEffect: false },
    { at: op.effect, op, isEffect: true },
  ]);
  moments.sort((a, b) => a.at - b.at || Number(a.isEffect) - Number(b.isEffect));
  for (const { at, op, isEffect } of moments) {
    if (at === Infinity) continue;
    if (!isEffect) {
      if (document !== undefined) loaded.set(op, new Map(document));
      continue;
    }
    perform(op);
  }
  for (const op of planned) if (op.effect === Infinity) record(op, { value: inputOf(op) });
  return ops.toSorted((a, b) => a.end - b.end);

  function inputOf(op: Planned): Value | undefined {
    return op.kind === 'write' ? next++ : undefined;
  }

  function perform(op: Planned): void {
    const before = document && new Map(document);
    if (flaw === 'forgets-sessions' && strikes()) document = undefined;
    if (op.outcome === 'fail') {
      record(op, { value: inputOf(op) });
      return;
    }
    if (op.kind === 'create') document = new Map();
    else if (document === undefined || (flaw === 'loses-sight' && strikes())) {
      const value = inputOf(op);
      record(op, { value, absent: op.kind !== 'destroy' && op.kind !== 'regenerate' });
      return;
    } else if (op.kind === 'destroy' || op.kind === 'regenerate') {
      if (!(flaw === 'forgets-to-destroy' && strikes())) document = undefined;
    } else {
      act(op, document);
      earlier = random.chance(0.7) ? before : earlier;
      return;
    }
    record(op, {});
  }

  function act(op: Planned, current: Document): void {
    const value = inputOf(op);
    if (op.kind === 'read') {
      const from = flaw === 'serves-stale' && earlier !== undefined && strikes() ? earlier : current;
      const seen = flaw === 'mixes-up' && strikes() ? 1 + random.below(next + 2) : (from.get(op.key) ?? null);
      record(op, { value: seen });
      return;
    }
    const base = flaw === 'saves-whole-documents' ? (loaded.get(op) ?? current) : current;
    const saved = new Map(base);
    if (op.kind === 'write') saved.set(op.key, value ?? null);
    if (op.kind === 'remove') saved.delete(op.key);
    const count = Number(base.get(op.key) ?? 0) + 1;
    if (op.kind === 'increment') saved.set(op.key, count);
    if (!(flaw === 'drops-writes' && strikes())) document = saved;
    record(op, { value: op.kind === 'increment' ? count : value });
  }

  function record(op: Planned, { value, absent }: { value?: Value | undefined; absent?: boolean }): void {
    const hasKey = op.kind !== 'create' && op.kind !== 'destroy' && op.kind !== 'regenerate';
    const isKnown = op.outcome !== 'info' || op.kind === 'write';
    const outcome = absent && op.outcome === 'ok' && op.kind !== 'read' ? 'fail' : op.outcome;
    ops.push(
      sameShape({
        op: op.kind,
        session: 's',
        client: op.client,
        key: hasKey ? op.key : undefined,
        value:
          !isKnown || (absent && op.kind === 'read') || (outcome === 'fail' && op.kind !== 'write')
            ? undefined
            : value,
        absent: absent && op.outcome === 'ok' ? true : undefined,
        outcome,
        due: op.start,
        start: op.start,
        end: op.end,
        instance: shape.instances === 0 ? undefined : `app-${random.below(shape.instances)}`,
      }),
    );
  }
}

function plan(random: Random, shape: Shape): Planned[] {
  const planned: Planned[] = [];
  const free = Array.from({ length: shape.clients }, () => 2 + random.below(2));
  planned.push({ client: 'c0', kind: 'create', key: '', start: 0, end: 1, effect: 0.5, outcome: 'ok' });
  for (let i = 0; i < shape.operations; i++) {
    const client = random.below(shape.clients);
    // Whole numbers, so that equal times, which order nothing, come up often.
    const start = (free[client] as number) + random.below(Math.max(1, Math.round(3 * shape.calm)));
    const end = start + random.below(4);
    free[client] = end + (random.chance(0.8) ? 1 : 0);
    const kind = random.pick(shape.kinds);
    const chosen = random.next();
    const outcome = chosen < shape.info ? 'info' : chosen < shape.info + shape.fail ? 'fail' : 'ok';
    const within = start + random.next() * (end - start);
    const late = random.chance(0.3) ? Infinity : start + random.next() * 12;
    planned.push({
      client: `c${client}`,
      kind,
      key: random.pick(shape.keys),
      start,
      end,
      effect: outcome === 'info' ? late : within,
      outcome,
    });
  }
  return planned;
}

const REGISTER = ['read', 'read', 'write'] as const;

/** Shapes from one client that is alone to several that get in each other's way. */
export function someShape(random: Random): Shape {
  return {
    clients: 1 + random.below(3),
    operations: 2 + random.below(7),
    keys: random.pick([['a'], ['a'], ['a', 'b']]),
    kinds: random.pick<readonly OperationKind[]>([
      REGISTER,
      REGISTER,
      [...REGISTER, 'remove'],
      [...REGISTER, 'destroy'],
      [...REGISTER, 'destroy', 'create'],
      [...REGISTER, 'create'],
      [...REGISTER, 'remove', 'destroy', 'regenerate', 'create'],
      ['read', 'increment', 'increment'],
    ]),
    info: random.pick([0, 0, 0.15, 0.4]),
    fail: random.pick([0, 0, 0.1]),
    calm: random.pick([0.3, 0.7, 1.5]),
    instances: random.below(3),
  };
}

/** Any history at all: times, outcomes and answers are drawn without a store behind them. */
export function arbitrary(random: Random): OperationLine[] {
  const shape = someShape(random);
  const ops = simulate(random, shape, 'none');
  const values = [
    null,
    ...ops.flatMap(({ op, value }) => (op === 'write' && value !== undefined ? [value] : [])),
  ];
  return ops.map((op) => {
    if (op.op !== 'read' || op.outcome !== 'ok' || random.chance(0.4)) return op;
    if (random.chance(0.15)) return sameShape({ ...op, value: undefined, absent: true });
    return sameShape({ ...op, absent: undefined, value: random.pick(values) });
  });
}
