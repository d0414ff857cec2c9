import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { slopeOf } from './slope.ts';

/** Normal deviates from a seed: mulberry32 and Box-Muller. */
function normal(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 4_294_967_296;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

test('a line without noise gives its own slope and intercept', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -5000, max: 5000 }),
      fc.integer({ min: 0, max: 1e8 }),
      (slope, intercept) => {
        const fit = slopeOf(
          Array.from({ length: 20 }, (_, x) => [x * 100, intercept + slope * x * 100] as const),
        );
        assert.ok(fit);
        assert.ok(Math.abs(fit.bytesPerSession - slope) < 1e-6 * Math.max(1, Math.abs(slope)));
        assert.ok(fit.low <= slope + 1e-6 && slope - 1e-6 <= fit.high);
      },
    ),
  );
});

test('too few points, or no spread of x, give no slope rather than a wrong one', () => {
  assert.equal(
    slopeOf([
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
    ]),
    null,
  );
  assert.equal(slopeOf(Array.from({ length: 9 }, (_, y) => [7, y] as const)), null);
});

/** Share of simulated runs of 24 readings whose interval holds the true slope, the noise carrying over by `carry`. */
function coverage(carry: number): number {
  const runs = 2000;
  let holds = 0;
  for (let run = 0; run < runs; run++) {
    const draw = normal(run + 1);
    let noise = draw();
    const points = Array.from({ length: 24 }, (_, index) => {
      noise = carry * noise + Math.sqrt(1 - carry ** 2) * draw();
      return [index * 80, 1e6 + 1000 * index * 80 + 40_000 * noise] as const;
    });
    const fit = slopeOf(points);
    if (fit && fit.low <= 1000 && 1000 <= fit.high) holds++;
  }
  return holds / runs;
}

test('the 95 % interval holds the true slope in about 95 % of runs with independent noise', () => {
  const held = coverage(0);
  assert.ok(held > 0.935, `held in ${held}`);
});

test('the interval stays honest when the noise of one reading carries over to the next', () => {
  const held = coverage(0.5);
  assert.ok(held > 0.88, `held in ${held}`);
});

test('a heap that only scatters is said to grow in at most 5 % of runs', () => {
  let grown = 0;
  for (let run = 0; run < 1000; run++) {
    const draw = normal(run + 77);
    const fit = slopeOf(
      Array.from({ length: 24 }, (_, index) => [index * 80, 1e7 + 50_000 * draw()] as const),
    );
    if (fit && fit.low > 0) grown++;
  }
  assert.ok(grown <= 50, `${grown} of 1000`);
});
