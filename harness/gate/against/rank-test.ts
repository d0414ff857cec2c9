/**
 * The exact rank-sum test (Wilcoxon 1945; Mann and Whitney 1947) of two small samples, ties as midranks. What ranks come to
 * is counted over every way to deal the values out (Pitman 1937), so it holds for any distribution, and with ties, if
 * without a difference each way is as likely as any other. simple-statistics has the sum of ranks and no probability.
 */
export interface RankTest {
  /** How likely the first would be as high as this, or higher, without a difference. */
  higher: number;
  /** As low as this, or lower. */
  lower: number;
  /** How likely one of the first is above one of the second; a tie counts half. */
  above: number;
}

export function rankTest(first: readonly number[], second: readonly number[]): RankTest {
  const all = [...first, ...second];
  const ranks = all.map((value) => doubledRank(value, all));
  const seen = sum(ranks.slice(0, first.length));
  const ways = waysBySum(ranks, first.length);
  const total = sum([...ways.values()]);
  const share = (counts: (at: number) => boolean) =>
    sum([...ways].filter(([at]) => counts(at)).map(([, count]) => count)) / total;
  const pairs = first.length * second.length;
  const won = sum(first.map((a) => sum(second.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)))));
  return { higher: share((at) => at >= seen), lower: share((at) => at <= seen), above: won / pairs };
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
