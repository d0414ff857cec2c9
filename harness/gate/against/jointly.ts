import { Random } from '../../model/random.ts';

/** More ways to deal are not gone through one by one. */
const MOST_IN_FULL = 12;
const DRAWN_WAYS = 9999;
/** What decides must decide the same again. */
const SEED = 1;

/**
 * How likely, if the two rounds of each pair could as well have been dealt to the sides the other way round, any of the
 * figures would be as far above as each is: the single-step maxT of Westfall and Young (1993) over signed ranks. A round is
 * dealt for all figures together, so figures that go up and down together cost no more than one of them. Over every way
 * to deal, or where these are too many over 9,999 that are drawn and the one that was seen (Phipson and Smyth 2010).
 *
 * @param figures For each the differences of the same pairs, in the same order; above 0 is worse.
 */
export function jointly(figures: readonly (readonly number[])[]): number[] {
  const rounds = figures[0]?.length ?? 0;
  const scores = figures.map(scored);
  const seen = scores.map(sum);
  const sums = [...seen];
  const asHigh = seen.map(() => 0);
  const signs = Array.from({ length: rounds }, () => 1);
  let ways = 0;
  const count = () => {
    ways++;
    const highest = Math.max(...sums);
    // The same numbers added up in another order differ in their last digits.
    seen.forEach((each, at) => {
      if (highest >= each - 1e-9) asHigh[at] = (asHigh[at] ?? 0) + 1;
    });
  };
  const turn = (round: number) => {
    const sign = signs[round] ?? 1;
    signs[round] = -sign;
    scores.forEach((score, at) => {
      sums[at] = (sums[at] ?? 0) - 2 * sign * (score[round] ?? 0);
    });
  };
  count();
  if (rounds <= MOST_IN_FULL) {
    // Gray's order: from one way to the next, one round is turned.
    for (let way = 1; way < 2 ** rounds; way++) {
      turn(lowestBit(way));
      count();
    }
  } else {
    const random = new Random(SEED);
    for (let drawn = 0; drawn < DRAWN_WAYS; drawn++) {
      for (let round = 0; round < rounds; round++) if (random.chance(0.5)) turn(round);
      count();
    }
  }
  return asHigh.map((one) => one / ways);
}

const lowestBit = (way: number) => Math.log2(way & -way);

/** Ranks of the sizes, each with its sign, of one length for every figure; a pair without a difference is on no side. */
function scored(differences: readonly number[]): number[] {
  const sizes = differences.map(Math.abs);
  const ranks = differences.map((difference, at) => Math.sign(difference) * midrank(sizes[at] ?? 0, sizes));
  const length = Math.sqrt(sum(ranks.map((rank) => rank ** 2)));
  return length === 0 ? ranks : ranks.map((rank) => rank / length);
}

function midrank(value: number, all: readonly number[]): number {
  const below = all.filter((other) => other < value).length;
  return below + (all.filter((other) => other === value).length + 1) / 2;
}

const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0);
