import { median } from 'simple-statistics';

/**
 * How the rounds of two sides belong together: measured in turn, so that each of one side has its neighbour of the other;
 * or apart, so that only sides can be compared.
 */
export type Design = 'in turn' | 'apart';

/** By how much one side is above the other, and bounds of which each is wrong in `tail` of cases at most. */
export interface Shift {
  estimate: number;
  /** Too few rounds for a bound: infinite. */
  low: number;
  high: number;
  /** How likely one is above the other by more than that, as it looks; a tie counts half. */
  above: (limit: number) => number;
}

/**
 * The shift of Hodges and Lehmann (1963) with the bounds that the exact rank tests have (Wilcoxon 1945, Mann and Whitney
 * 1947): of rounds in turn from the means of every two of their differences, of rounds apart from every difference
 * between the sides. It holds for any distribution if a difference moves all rounds alike; simple-statistics has neither.
 */
export function shiftOf(
  first: readonly number[],
  second: readonly number[],
  design: Design,
  tail: number,
): Shift {
  const differences =
    design === 'in turn'
      ? meansOfTwo(first.map((value, at) => value - (second[at] ?? value)))
      : first.flatMap((value) => second.map((other) => value - other));
  // Infinity less itself is no number.
  const sorted = differences.toSorted((a, b) => (a === b ? 0 : a < b ? -1 : 1));
  const ways = design === 'in turn' ? signedRankWays(first.length) : rankSumWays(first.length, second.length);
  const beyond = leastWithin(ways, tail);
  return {
    estimate: median(sorted),
    low: beyond === 0 ? -Infinity : (sorted[beyond - 1] ?? -Infinity),
    high: beyond === 0 ? Infinity : (sorted.at(-beyond) ?? Infinity),
    above: (limit) =>
      sorted.reduce((all, each) => all + (each > limit ? 1 : each === limit ? 0.5 : 0), 0) / sorted.length,
  };
}

function meansOfTwo(values: readonly number[]): number[] {
  return values.flatMap((one, at) => values.slice(at).map((other) => (one + other) / 2));
}

/** In how many of all ways a statistic comes to its index, without a difference. */
type Ways = readonly number[];

/** Ranks 1 to n, of which each is above by chance: by their sum. */
export function signedRankWays(rounds: number): Ways {
  const ways: number[] = [1];
  for (let rank = 1; rank <= rounds; rank++) {
    const before = [...ways];
    before.forEach((count, at) => (ways[at + rank] = (ways[at + rank] ?? 0) + count));
    for (let at = 0; at < ways.length; at++) ways[at] ??= 0;
  }
  return ways;
}

/** So many of one side among all, dealt by chance: by how often one of them is above one of the other. */
export function rankSumWays(one: number, other: number): Ways {
  // By how many of the first are dealt, and how often they are above so far.
  let byTaken: number[][] = Array.from({ length: one + 1 }, (_, taken) => (taken === 0 ? [1] : []));
  for (let dealt = 0; dealt < one + other; dealt++) {
    const next: number[][] = Array.from({ length: one + 1 }, () => []);
    byTaken.forEach((counts, taken) =>
      counts.forEach((count, at) => {
        const others = dealt - taken;
        if (taken < one) add(next[taken + 1], at + others, count);
        if (others < other) add(next[taken], at, count);
      }),
    );
    byTaken = next;
  }
  return Array.from({ length: one * other + 1 }, (_, at) => byTaken[one]?.[at] ?? 0);
}

function add(counts: number[] | undefined, at: number, more: number): void {
  if (counts) counts[at] = (counts[at] ?? 0) + more;
}

/** How many of the lowest values a statistic takes in `tail` of all ways at most: none, where one alone is more. */
function leastWithin(ways: Ways, tail: number): number {
  const total = ways.reduce((all, each) => all + each, 0);
  let so = 0;
  const beyond = ways.findIndex((count) => (so += count) / total > tail);
  return beyond === -1 ? 0 : beyond;
}
