import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { Session, take, type Event, type World } from './session.ts';
import type { TtlPolicy } from './ttl-policy.ts';

const POLICY: TtlPolicy = { ttlMs: 10, graceMs: 1, renewedBy: 'save' };

const event = (op: Event['op'], start: number, end: number, absent = false): Event => ({
  op,
  session: 0,
  key: -1,
  value: undefined,
  answered: true,
  absent,
  idKept: false,
  next: -1,
  carries: 'none',
  start,
  end,
});

/** A bound that is off by less than a whole millisecond shows as well. */
const halves = (most: number) => fc.nat(2 * most).map((n) => n / 2);
const sequence = fc.array(
  fc.record({ op: fc.constantFrom('write', 'absent', 'create'), start: halves(40), length: halves(12) }),
  { maxLength: 5 },
);

/** Whether there are moments for a history in this order, by the TTL's constraints on each pair: Bellman and Ford. */
function hasMoments(events: readonly Event[]): boolean {
  const origin = events.length;
  /** to - from <= most. */
  const bounds: { from: number; to: number; most: number }[] = [];
  let renewal = -1;
  for (const [i, { op, absent, start, end }] of events.entries()) {
    bounds.push({ from: origin, to: i, most: end }, { from: i, to: origin, most: -start });
    if (i > 0) bounds.push({ from: i, to: i - 1, most: 0 });
    if (op === 'create') renewal = i;
    else if (absent) {
      if (renewal !== -1) bounds.push({ from: i, to: renewal, most: -(POLICY.ttlMs - POLICY.graceMs) });
      renewal = -1;
    } else {
      if (renewal === -1) return false;
      bounds.push({ from: renewal, to: i, most: POLICY.ttlMs + POLICY.graceMs });
      renewal = i;
    }
  }
  const latest = Array.from({ length: events.length + 1 }, () => 0);
  for (let round = 0; round <= events.length + 1; round++) {
    let changed = false;
    for (const { from, to, most } of bounds)
      if ((latest[from] as number) + most < (latest[to] as number)) {
        latest[to] = (latest[from] as number) + most;
        changed = true;
      }
    if (!changed) return true;
  }
  return false;
}

test('two bounds, kept from event to event, are all that the clock of a session has to say', () => {
  let explained = 0;
  fc.assert(
    fc.property(sequence, (drawn) => {
      const events = [
        event('create', 0, 8),
        ...drawn.map(({ op, start, length }) =>
          event(op === 'create' ? op : 'write', start, start + length, op === 'absent'),
        ),
      ];
      const world: World = { sessions: [new Session([])], now: -Infinity };
      const isExplained = events.every((each) => take(world, each, POLICY));
      if (isExplained) explained++;
      assert.equal(isExplained, hasMoments(events));
    }),
    { numRuns: 20_000 },
  );
  assert.ok(explained > 1000, String(explained));
});

/** Created at 0, read for so long, and gone then. */
const isAllowed = (renewedBy: TtlPolicy['renewedBy'], [start, end]: [number, number], goneAt: number) => {
  const world: World = { sessions: [new Session([])], now: -Infinity };
  const events = [event('create', 0, 0), event('read', start, end), event('read', goneAt, goneAt, true)];
  return events.every((each) => take(world, each, { ...POLICY, renewedBy }));
};

test('a read renews for certain what cannot have expired by its end, where reads renew at all', () => {
  assert.equal(isAllowed('any', [8, 8.5], 11), false);
  assert.equal(isAllowed('save', [8, 8.5], 11), true);
  assert.equal(isAllowed('any', [8, 9], 11), true, 'looked up at 8, expired and touched at 9');
  assert.equal(isAllowed('any', [8, 9], 8.5), false, 'before that it was there');
  assert.equal(isAllowed('any', [8, 8.5], 17), true, 'a life later it may be gone');
});
