import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ProfileSchedule } from '../../protocol/profile.ts';
import { randomOf } from '../../protocol/random.ts';
import { Dues } from './dues.ts';

const thoughts = fc.record({
  fromMs: fc.integer({ min: 0, max: 500 }),
  moreMs: fc.integer({ min: 1, max: 1500 }),
  seed: fc.integer(),
  periodMs: fc.integer({ min: 10, max: 2000 }),
});

function duesOf(
  { fromMs, moreMs, seed, periodMs }: { fromMs: number; moreMs: number; seed: number; periodMs: number },
  schedule?: ProfileSchedule,
) {
  const random = randomOf(seed);
  const drawn: number[] = [];
  const draw = () => {
    const ms = fromMs + random() * moreMs;
    drawn.push(ms);
    return ms;
  };
  const dues = new Dues({ phaseMs: 0, periodMs, schedule, think: { draw, meanMs: fromMs + moreMs / 2 } });
  return { drawn, taken: Array.from({ length: 200 }, () => dues.take()) };
}

test('each is due by the schedule or when the client has thought, whichever is later, and by nothing else', () => {
  fc.assert(
    fc.property(thoughts, (world) => {
      const { drawn, taken } = duesOf(world);
      for (const [index, due] of taken.entries()) {
        const slot = index * world.periodMs;
        const ready = index === 0 ? -Infinity : (taken[index - 1] ?? 0) + (drawn[index - 1] ?? 0);
        assert.ok(Math.abs(due - Math.max(slot, ready)) < 1e-6);
      }
      assert.deepEqual(duesOf(world).taken, taken);
    }),
  );
});

test('clients that think for less than a period keep to the rate, others ask as often as they can', () => {
  fc.assert(
    fc.property(thoughts, (world) => {
      const { drawn, taken } = duesOf(world);
      const last = taken.at(-1) ?? 0;
      const thoughtMs = drawn.slice(0, -1).reduce((sum, ms) => sum + ms, 0);
      assert.ok(last >= 199 * world.periodMs - 1e-6);
      assert.ok(last >= thoughtMs - 1e-6);
      if (world.fromMs + world.moreMs <= world.periodMs)
        assert.ok(Math.abs(last - 199 * world.periodMs) < 1e-6);
    }),
  );
});

test('thinking goes with a rate that changes', () => {
  const schedule = new ProfileSchedule([
    { atMs: 0, rate: 1 },
    { atMs: 10_000, rate: 3 },
  ]);
  const world = { fromMs: 100, moreMs: 1, seed: 1, periodMs: 500 };
  const { taken } = duesOf(world, schedule);
  assert.ok(Math.abs((taken[3] ?? 0) - schedule.real(1500)) < 1e-6);
});

test('who thinks no more goes on by the schedule, and what was due and given up is counted', () => {
  const dues = new Dues({ phaseMs: 0, periodMs: 100, think: { draw: () => 1000, meanMs: 1000 } });
  dues.take();
  assert.equal(dues.next, 1000);
  assert.equal(dues.countUntil(5000), 4);
  dues.end(5000);
  assert.equal(dues.countUntil(5000), 0);
  dues.hasten(2);
  assert.deepEqual([dues.take(), dues.take()], [5000, 5050]);
});
