import jStat from 'jstat';
import { rankTest, type RankTest } from './rank-test.ts';

/** Of decisions on which nothing is worse by more than its margin, the share that says so of anything, at most. */
export const FALSE_ALARMS = 0.01;
/** Of figures that are worse by more than their margin, the share that is called not worse, at most. */
export const UNEARNED = 0.025;
/** More rounds than anybody runs; a side may have no more. */
export const MOST_ROUNDS = 50;

/** By how much a figure may be worse. */
export interface Margin {
  by: 'ratio' | 'difference';
  amount: number;
}

export interface Compared {
  better: 'lower' | 'higher';
  margin: Margin;
  /** One value a round. */
  candidate: readonly number[];
  baseline: readonly number[];
}

export type ThreeWay =
  | { is: 'worse' | 'not worse' }
  /** How many more rounds a side it would take, as it looks; absent: more than anybody runs. */
  | { is: 'cannot tell'; moreRounds?: number };

/**
 * Decides on figures together. Each is tested for being worse than the baseline made worse by its margin, and for being
 * better than that. Worse is said with Holm's correction (1979) over all of them: one false alarm among them is as bad as
 * any other. That none is worse is said only if each is shown by itself, which needs none (Berger 1982).
 */
export function decideTogether(figures: readonly Compared[]): ThreeWay[] {
  const tests = figures.map(test);
  const worse = holm(tests.map(({ higher }) => higher));
  return tests.map((tested, at): ThreeWay => {
    if (worse.has(at)) return { is: 'worse' };
    if (tested.lower <= UNEARNED) return { is: 'not worse' };
    const { candidate, baseline } = figures[at] as Compared;
    const now = Math.min(candidate.length, baseline.length);
    const needed = roundsFor(tested, tests.length);
    return { is: 'cannot tell', ...(needed <= MOST_ROUNDS && { moreRounds: Math.max(1, needed - now) }) };
  });
}

/** The candidate against the baseline made worse by the margin; higher is worse. */
function test({ better, margin: { by, amount }, candidate, baseline }: Compared): RankTest {
  const sign = better === 'lower' ? 1 : -1;
  const limit = (value: number) => (by === 'ratio' ? value * (1 + sign * amount) : value + sign * amount);
  return rankTest(
    candidate.map((value) => sign * value),
    baseline.map((value) => sign * limit(value)),
  );
}

/** Which hypotheses fall, all together wrongly in `FALSE_ALARMS` of cases at most. */
function holm(probabilities: readonly number[]): Set<number> {
  const sorted = [...probabilities.entries()].toSorted(([, a], [, b]) => a - b);
  const firstKept = sorted.findIndex(([, p], at) => p > FALSE_ALARMS / (sorted.length - at));
  return new Set(sorted.slice(0, firstKept === -1 ? undefined : firstKept).map(([at]) => at));
}

const POWER = 0.8;

/**
 * Rounds a side by Noether (1987) for the side that it leans to, and never fewer than with which the test could say
 * anything: a first guess from few rounds, and no promise.
 */
function roundsFor({ above }: RankTest, family: number): number {
  const alpha = above > 0.5 ? FALSE_ALARMS / family : UNEARNED;
  const z = jStat.normal.inv(1 - alpha, 0, 1) + jStat.normal.inv(POWER, 0, 1);
  const noether = above === 0 || above === 1 || above === 0.5 ? 0 : z ** 2 / (6 * (above - 0.5) ** 2);
  return above === 0.5 ? Infinity : Math.max(leastRounds(alpha), Math.ceil(noether));
}

/** With fewer rounds a side, not even values that do not overlap at all decide. */
export function leastRounds(alpha: number): number {
  let ways = 1;
  for (let rounds = 1; rounds <= MOST_ROUNDS; rounds++) {
    ways *= (2 * (2 * rounds - 1)) / rounds;
    if (1 / ways <= alpha) return rounds;
  }
  return Infinity;
}
