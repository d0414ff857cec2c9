import { randomOf } from '../../../protocol/random.ts';
import { slopeOf } from '../slope.ts';

/** Normal deviates from a seed, by Box and Muller. */
export function normal(seed: number): () => number {
  const random = randomOf(seed);
  // Never 0, which has no logarithm.
  const uniform = () => random() + 0.5 / 2 ** 32;
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

const TRUE_SLOPE = 1000;

/**
 * The share of simulated runs whose interval holds the true slope, of those that had one; NaN where none had. What one
 * reading is off carries over to the next by `carry`: AR(1), which is in its steady state from the beginning.
 */
export function coverageOf(given: {
  readings: number;
  carry: number;
  runs: number;
  seed?: number;
  /** Fits fewer readings as well than are wanted of a slope. */
  fewest?: number;
}): number {
  const { readings, carry, runs, seed = 1, fewest } = given;
  let [holds, fitted] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const draw = normal(seed * 1_000_003 + run);
    let noise = draw();
    const fit = slopeOf(
      Array.from({ length: readings }, (_, index) => {
        if (index > 0) noise = carry * noise + Math.sqrt(1 - carry ** 2) * draw();
        return [index * 80, 1e6 + TRUE_SLOPE * index * 80 + 40_000 * noise] as const;
      }),
      0,
      fewest,
    );
    if (fit === null) continue;
    fitted++;
    if (fit.low <= TRUE_SLOPE && TRUE_SLOPE <= fit.high) holds++;
  }
  return holds / fitted;
}
