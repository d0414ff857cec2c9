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
  /** The smallest ratio that is asked of it. Absent: it is only to be known. */
  wanted?: number | undefined;
}

export type Half = () => Promise<number>;

/**
 * Measures A and B in turn, in the order AB BA AB ..., and adds up each: what drifts, and whatever else the machine
 * is busy with, falls on both alike.
 */
export async function inTurn(a: Half, b: Half, turns: number): Promise<number> {
  const total = { a: 0, b: 0 };
  for (let turn = 0; turn < turns; turn++) {
    for (const half of turn % 2 === 0 ? (['a', 'b'] as const) : (['b', 'a'] as const)) {
      total[half] += await (half === 'a' ? a() : b());
    }
  }
  return total.a / total.b;
}

/** The median and quartiles of the ratio that each round gives. */
export async function overRounds(
  { name, rounds, wanted }: Pick<Ratio, 'name' | 'rounds' | 'wanted'>,
  round: () => Promise<number>,
): Promise<Ratio> {
  const ratios: number[] = [];
  while (ratios.length < rounds) ratios.push(await round());
  const sorted = ratios.toSorted((one, other) => one - other);
  return {
    name,
    ratio: median(sorted),
    low: quantileSorted(sorted, 0.25),
    high: quantileSorted(sorted, 0.75),
    rounds,
    ...(wanted !== undefined && { wanted }),
  };
}
