import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import type { OperationLine } from '../../protocol/history.ts';
import type { Lost } from './finding.ts';
import type { UnsavedInterval } from './judgement.ts';
import { neverSaved } from './never-saved.ts';

const time = fc.nat(30);
const instance = fc.constantFrom('app-1', 'app-2');
const incrementAt = (start: number): OperationLine => ({
  op: 'increment',
  session: 's',
  client: 'c',
  outcome: 'ok',
  due: start,
  start,
  end: start + 1,
  instance: 'app-1',
});
const update = fc
  .record({ start: time, length: fc.nat(5), instance })
  .map(({ start, length, instance }) => ({ ...incrementAt(start), end: start + length, instance }));
const updates = fc.array(update, { minLength: 1, maxLength: 8 });
const losses = updates.chain((all) =>
  fc.array(
    fc.subarray(all, { minLength: 1 }).chain((among) =>
      fc.record({
        among: fc.constant(among),
        count: fc.integer({ min: 1, max: among.length }),
      }),
    ),
    { maxLength: 6 },
  ),
);
const unsaved = fc.array(
  fc
    .record({ fromMs: time, length: fc.nat(8), instance, count: fc.integer({ min: 1, max: 3 }) })
    .map(({ fromMs, length, ...rest }): UnsavedInterval => ({ fromMs, toMs: fromMs + length, ...rest })),
  { maxLength: 5 },
);

test('nothing is excused beyond what was counted, nor at another instance or time, nor twice', () => {
  fc.assert(
    fc.property(losses, unsaved, (lost, intervals) => {
      const laid = [...neverSaved(lost, intervals)];
      for (const interval of intervals) {
        const here = laid.flatMap(([, by]) => [...by.values()].filter((each) => each === interval));
        assert.ok(here.length <= (interval.count ?? 1));
      }
      const ops = laid.flatMap(([, by]) => [...by.keys()]);
      assert.equal(new Set(ops).size, ops.length);
      for (const [{ among, count }, by] of laid) {
        assert.equal(by.size, count);
        for (const [op, { fromMs, toMs, instance }] of by) {
          assert.ok(among.includes(op));
          assert.ok(op.instance === instance && op.start <= toMs && op.end >= fromMs);
        }
      }
    }),
  );
});

test('of updates that are known to be lost as many are excused as can be', () => {
  fc.assert(
    fc.property(updates, unsaved, (ops, overlapping) => {
      const intervals = apart(overlapping);
      const lost = ops.map((op): Lost => ({ among: [op], count: 1 }));
      assert.equal(neverSaved(lost, intervals).size, mostLaid(ops, intervals));
    }),
  );
});

test('counts that do not suffice for all that is missing at once are left to others', () => {
  const [one, two, three] = [incrementAt(2), incrementAt(4), incrementAt(60)];
  const both: Lost = { among: [one, two], count: 2 };
  const either: Lost = { among: [two, three], count: 1 };
  const laid = neverSaved([both, either], [{ fromMs: 0, toMs: 9, instance: 'app-1', count: 1 }]);
  assert.deepEqual([...laid.keys()], [either]);
});

/** As counters are read: at each instance one stretch after the other. */
function apart(intervals: readonly UnsavedInterval[]): UnsavedInterval[] {
  const until = new Map<string | undefined, number>();
  return intervals
    .toSorted((a, b) => a.fromMs - b.fromMs)
    .filter(({ fromMs, toMs, instance }) => {
      if (fromMs <= (until.get(instance) ?? -Infinity)) return false;
      until.set(instance, toMs);
      return true;
    });
}

/** By augmenting paths. */
function mostLaid(ops: readonly OperationLine[], intervals: readonly UnsavedInterval[]): number {
  const places = intervals.flatMap((interval) => Array.from({ length: interval.count ?? 1 }, () => interval));
  const taker = new Map<number, OperationLine>();
  const place = (op: OperationLine, tried: Set<number>): boolean =>
    places.some(({ fromMs, toMs, instance }, at) => {
      if (tried.has(at) || op.instance !== instance || op.start > toMs || op.end < fromMs) return false;
      tried.add(at);
      const other = taker.get(at);
      if (other !== undefined && !place(other, tried)) return false;
      taker.set(at, op);
      return true;
    });
  return ops.filter((op) => place(op, new Set())).length;
}
