import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ProfileSchedule, type Profile } from './profile.ts';

const rate = fc.double({ min: 1, max: 5000, noNaN: true });
const profiles = fc
  .tuple(
    rate,
    fc.array(fc.record({ lastsMs: fc.integer({ min: 0, max: 60_000 }), rate }), { maxLength: 6 }),
    rate,
  )
  .map(([first, stretches, last]): Profile => {
    let atMs = 0;
    const points = stretches.map((each) => ({ atMs: (atMs += each.lastsMs), rate: each.rate }));
    return [{ atMs: 0, rate: first }, ...points, { atMs: atMs + 1000, rate: last }];
  });

/** The integral of the rate up to a time, by many trapezoids of the points alone. */
function integral(profile: Profile, untilMs: number): number {
  let sum = 0;
  for (const [index, { atMs, rate: to }] of profile.slice(1).entries()) {
    const { atMs: from, rate: first } = profile[index] ?? assert.fail();
    const lasts = Math.min(untilMs, atMs) - from;
    if (lasts <= 0) continue;
    const reached = first + ((to - first) * lasts) / (atMs - from);
    sum += ((first + reached) / 2) * (lasts / 1000);
  }
  return sum;
}

test('the operations due by any time are the integral of the rate, for any profile', () => {
  fc.assert(
    fc.property(profiles, fc.double({ min: 0, max: 1, noNaN: true }), (profile, part) => {
      const schedule = new ProfileSchedule(profile);
      const lastsMs = profile.at(-1)?.atMs ?? 0;
      const realMs = part * lastsMs;
      const due = (schedule.even(realMs) / 1000) * schedule.meanRate;
      assert.ok(Math.abs(due - integral(profile, realMs)) <= 1e-6 * (1 + due));
      assert.ok(Math.abs(schedule.real(schedule.even(realMs)) - realMs) <= 1e-3);
    }),
  );
});

test('what is due later on an even schedule is due later, and the end stays where it is', () => {
  fc.assert(
    fc.property(profiles, fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (profile, parts) => {
      const schedule = new ProfileSchedule(profile);
      const lastsMs = profile.at(-1)?.atMs ?? 0;
      const dues = parts.toSorted((one, other) => one - other).map((part) => schedule.real(part * lastsMs));
      for (const [index, due] of dues.slice(1).entries()) assert.ok(due >= (dues[index] ?? 0) - 1e-6);
      assert.equal(schedule.real(lastsMs), lastsMs);
      assert.equal(schedule.real(lastsMs + 7), lastsMs + 7);
      for (const due of dues) assert.ok(due >= 0 && due <= lastsMs + 1e-6);
    }),
  );
});

test('a ramp from 0 a second to 100 has a quarter of its operations in the first half', () => {
  const schedule = new ProfileSchedule([
    { atMs: 0, rate: 0 },
    { atMs: 10_000, rate: 100 },
  ]);
  assert.equal(schedule.meanRate, 50);
  assert.ok(Math.abs(schedule.even(5000) - 2500) < 1e-9);
  assert.ok(Math.abs(schedule.speedAt(5000) - 1) < 1e-9);
});
