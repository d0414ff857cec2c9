import { median, quantileSorted } from 'simple-statistics';

/** One comparison: how A did over how B did, measured in turn. */
export interface Ratio {
  name: string;
  /** Median over the rounds of A divided by B of the same round. */
  ratio: number;
  /** Quartiles of the rounds' ratios. */
  low: number;
  high: number;
  rounds: number;
  /** The smallest ratio that is asked of it. */
  wanted: number;
}

/**
 * Measures A and B in turn, in the order AB BA AB ..., so that what drifts falls on both alike. Each round gives
 * one ratio; a machine that is slow in one round is slow for both of its halves.
 */
export async function compare(
  name: string,
  {
    a,
    b,
    rounds,
    wanted,
  }: { a: () => Promise<number>; b: () => Promise<number>; rounds: number; wanted: number },
): Promise<Ratio> {
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? (['a', 'b'] as const) : (['b', 'a'] as const);
    const seen = { a: 0, b: 0 };
    for (const half of order) seen[half] = await (half === 'a' ? a() : b());
    ratios.push(seen.a / seen.b);
  }
  const sorted = ratios.toSorted((one, other) => one - other);
  return {
    name,
    ratio: median(sorted),
    low: quantileSorted(sorted, 0.25),
    high: quantileSorted(sorted, 0.75),
    rounds,
    wanted,
  };
}
