/**
 * The exact rank-sum test (Wilcoxon 1945; Mann and Whitney 1947) of two small samples, ties as midranks. What ranks come to
 * is counted over every way to deal the values out (Pitman 1937), so it holds for any distribution, and with ties, if
 * without a difference each way is as likely as any other. Gives how likely the first would be as high as this, or higher;
 * simple-statistics has the sum of ranks and no probability.
 */
export function rankTest(first: readonly number[], second: readonly number[]): number {
  const all = [...first, ...second];
  const ranks = all.map((value) => doubledRank(value, all));
  const seen = sum(ranks.slice(0, first.length));
  const ways = waysBySum(ranks, first.length);
  const total = sum([...ways.values()]);
  return sum([...ways].filter(([at]) => at >= seen).map(([, count]) => count)) / total;
}

/** Twice the midrank is a whole number. */
function doubledRank(value: number, all: readonly number[]): number {
  const below = all.filter((other) => other < value).length;
  const alike = all.filter((other) => other === value).length;
  return 2 * below + alike + 1;
}

/** How many ways there are to take so many of the ranks, by what they sum up to. */
function waysBySum(ranks: readonly number[], taken: number): Map<number, number> {
  const ways = Array.from({ length: taken + 1 }, () => new Map<number, number>());
  ways[0]?.set(0, 1);
  for (const rank of ranks)
    for (let count = taken; count > 0; count--)
      for (const [at, before] of ways[count - 1] ?? []) {
        const to = ways[count];
        to?.set(at + rank, (to.get(at + rank) ?? 0) + before);
      }
  return ways[taken] ?? new Map();
}

const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0);
