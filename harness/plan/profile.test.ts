import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ProfileSchedule, stepsOf } from '../../protocol/profile.ts';
import { parseProfile, plateauOf } from './profile.ts';

test('a ramp and a spike are read as the rates that they say', () => {
  assert.equal(new ProfileSchedule(parseProfile('ramp:10..200', 10_000)).meanRate, 105);
  const spike = parseProfile('spike:100..1000@4s+2s', 10_000);
  assert.ok(Math.abs(new ProfileSchedule(spike).meanRate - 280) < 1e-9);
});

test('a soak goes up, stays for long, and comes down again', () => {
  const soak = parseProfile('soak:200+2s', 60_000);
  assert.deepEqual(
    soak.map(({ atMs, rate }) => [atMs, rate]),
    [
      [0, 20],
      [2000, 200],
      [58_000, 200],
      [60_000, 20],
    ],
  );
  assert.deepEqual(plateauOf('soak:200+2s', soak), { fromMs: 2000, toMs: 58_000 });
  assert.equal(plateauOf('ramp:1..2', parseProfile('ramp:1..2', 1000)), undefined);
  const ways = [10_000, 8 * 3_600_000].map((durationMs) => parseProfile('soak:200', durationMs)[1]?.atMs);
  assert.deepEqual(ways, [1000, 300_000]);
});

test('a profile that is none is refused with what is wrong', () => {
  for (const [text, message] of [
    ['ramp', /"ramp" is not a profile; expected ramp:from\.\.to/],
    ['ramp:0..10', /is 0: expected 1 to 100000/],
    ['ramp:1..1000000', /is 1000000/],
    ['spike:1..9@9s+2s', /not within the load \(10 s\)/],
    ['spike:1..9@9s+0s', /not within the load/],
    ['spike:1..9@soon+2s', /"soon" is not a duration/],
    ['soak:9+5s', /leaves no plateau within the load \(10 s\)/],
    ['soak:9+0s', /leaves no plateau/],
    ['soak:9+soon', /"soon" is not a duration/],
    ['soak:0', /is 0: expected 1/],
  ] as const)
    assert.throws(() => parseProfile(text, 10_000), message);
});

test('a breakpoint goes up in even steps from the first rate to the last, each as long as the others', () => {
  const steps = fc.record({
    from: fc.integer({ min: 20, max: 500 }),
    more: fc.integer({ min: 1, max: 5000 }),
    count: fc.integer({ min: 2, max: 100 }),
  });
  fc.assert(
    fc.property(steps, ({ from, more, count }) => {
      const durationMs = 1000 * count;
      const found = stepsOf(parseProfile(`breakpoint:${from}..${from + more}/${count}`, durationMs));
      assert.equal(found.length, count);
      assert.equal(found[0]?.rate, from);
      assert.ok(Math.abs((found.at(-1)?.rate ?? 0) - from - more) < 1e-6);
      assert.equal(found.at(-1)?.toMs, durationMs);
      for (const [index, { fromMs, toMs, rate }] of found.entries()) {
        assert.ok(Math.abs(toMs - fromMs - 1000) < 1e-6);
        assert.ok(index === 0 || rate > (found[index - 1]?.rate ?? 0));
      }
    }),
  );
});

test('a breakpoint that could say nothing is refused with what would do', () => {
  for (const [text, message] of [
    ['breakpoint:200..100', /does not go up/],
    ['breakpoint:10..100', /lasts 1000 ms and has 10 operations: 20 are the fewest/],
    ['breakpoint:10..100/1', /has 1 steps: expected 2 to 100/],
    ['ramp:10..100/4', /is not a profile/],
  ] as const)
    assert.throws(() => parseProfile(text, 10_000), message);
});
