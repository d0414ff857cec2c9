import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FEWEST_READINGS, slopeOf } from './slope.ts';
import { coverageOf, normal } from './testing/coverage.ts';

test('a line without noise gives its own slope and intercept', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -5000, max: 5000 }),
      fc.integer({ min: 0, max: 1e8 }),
      (slope, intercept) => {
        const fit = slopeOf(
          Array.from({ length: FEWEST_READINGS }, (_, x) => [x * 100, intercept + slope * x * 100] as const),
        );
        assert.ok(fit);
        assert.ok(Math.abs(fit.bytesPerSession - slope) < 1e-6 * Math.max(1, Math.abs(slope)));
        assert.ok(fit.low <= slope + 1e-6 && slope - 1e-6 <= fit.high);
      },
    ),
  );
});

test('too few readings, or no spread of x, give no slope rather than a wrong one', () => {
  const few = Array.from({ length: FEWEST_READINGS - 1 }, (_, x) => [x, x + (x % 3)] as const);
  assert.equal(slopeOf(few), null);
  assert.equal(slopeOf(Array.from({ length: FEWEST_READINGS }, (_, y) => [7, y] as const)), null);
});

for (const carry of [0, 0.5, 0.9])
  test(`the 95 % interval holds the true slope in about 95 % of runs where readings carry ${carry} over`, () => {
    const held = coverageOf({ readings: FEWEST_READINGS, carry, runs: 200 });
    // Of 200 runs, not below 93 % by more than four standard deviations; the seeds are always the same.
    assert.ok(held > 0.87, `held in ${held}`);
  });

test('a heap that only scatters is said to grow in at most 5 % of runs', () => {
  let grown = 0;
  for (let run = 0; run < 200; run++) {
    const draw = normal(run + 77);
    const fit = slopeOf(
      Array.from({ length: FEWEST_READINGS }, (_, index) => [index * 80, 1e7 + 50_000 * draw()] as const),
    );
    if (fit && fit.low > 0) grown++;
  }
  assert.ok(grown <= 10, `${grown} of 200`);
});
