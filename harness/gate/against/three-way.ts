import jStat from 'jstat';
import { jointly } from './jointly.ts';
import { rankTest } from './rank-test.ts';
import { type Design, type Shift, shiftOf } from './shift.ts';

/** Of decisions on which nothing changed, the share that says of anything that it is worse, at most. */
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
  /** One value a round, undefined where it cannot be trusted; in turn, those at the same place belong together. */
  candidate: readonly (number | undefined)[];
  baseline: readonly (number | undefined)[];
}

/** By how much the candidate is above the baseline: a share of it, or in the figure's unit; 95 % bounds, where rounds give them. */
export interface Change {
  estimate: number;
  low?: number;
  high?: number;
}

/** Without any round that can be trusted there is no change to be told. */
export type ThreeWay = { change?: Change } & (
  | { is: 'worse' | 'not worse' }
  /** How many more rounds a side it would take, as it looks; absent: more than anybody runs. */
  | { is: 'cannot tell'; moreRounds?: number }
);

/**
 * Decides on figures together. Worse is what is shown to be worse than the baseline, with one false alarm among all of
 * them in `FALSE_ALARMS` of decisions at most, and looks worse by its margin or more: what is shown and smaller is
 * nobody's alarm. Not worse is what is shown by itself to be worse by less than its margin; that all of them are needs no
 * correction (Berger 1982). As many rounds of both sides belong together in turn; else only their sides do.
 *
 * A round that cannot be trusted, and in turn its pair, is left out of what is shown to be worse: what makes it doubtful is
 * looked for on both sides alike, so that either side could as well have had it. To be not worse, the candidate's counts as
 * worse than any other: what kept it from being measured may have been the candidate.
 */
export function decideTogether(figures: readonly Compared[], asked: Design): ThreeWay[] {
  const design = figures.every(({ candidate, baseline }) => candidate.length === baseline.length)
    ? asked
    : 'apart';
  const all = figures.map(worseness);
  const shown = design === 'in turn' ? together(all) : holm(all);
  return all.map((figure, at): ThreeWay => {
    const { of, limit } = figure;
    const [candidate, baseline] = trusted(figure, design);
    if (candidate.length === 0 || baseline.length === 0) return { is: 'cannot tell' };
    const shift = shiftOf(candidate, baseline, design, UNEARNED);
    const atWorst = shiftOf(...supposed(figure, design), design, UNEARNED);
    const change = changeOf(of, { ...shift, high: atWorst.high });
    if (shown.has(at) && shift.estimate >= limit) return { is: 'worse', change };
    if (atWorst.high < limit) return { is: 'not worse', change };
    const now = Math.min(candidate.length, baseline.length);
    const needed = roundsFor(shift, { limit, design, family: all.length });
    return {
      is: 'cannot tell',
      change,
      ...(needed <= MOST_ROUNDS && { moreRounds: Math.max(1, needed - now) }),
    };
  });
}

/** A figure on a scale on which higher is worse and its margin is a distance. */
interface Worseness {
  of: Compared;
  candidate: Values;
  baseline: Values;
  limit: number;
}
type Values = readonly (number | undefined)[];
type Sides = [candidate: number[], baseline: number[]];

const isThere = (value: number | undefined) => value !== undefined;

/** What can be trusted: in turn, of both rounds of a pair. */
function trusted({ candidate, baseline }: Worseness, design: Design): Sides {
  const both = (at: number) => isThere(candidate[at]) && isThere(baseline[at]);
  return design === 'in turn'
    ? [
        candidate.filter((_, at) => both(at)).filter(isThere),
        baseline.filter((_, at) => both(at)).filter(isThere),
      ]
    : [candidate.filter(isThere), baseline.filter(isThere)];
}

/** The same, with the worst for each of the candidate's rounds that cannot be trusted. */
function supposed({ candidate, baseline, ...rest }: Worseness, design: Design): Sides {
  const filled = candidate.map((value) => value ?? Infinity);
  // Whatever is beside the worst, it is the worst that counts.
  const beside =
    design === 'in turn' ? baseline.map((value, at) => (isThere(candidate[at]) ? value : 0)) : baseline;
  return trusted({ ...rest, candidate: filled, baseline: beside }, design);
}

/** A time of nothing at all has no logarithm. */
const LEAST = 1e-9;

function worseness(of: Compared): Worseness {
  const { better, margin, candidate, baseline } = of;
  const sign = better === 'lower' ? 1 : -1;
  const scaled =
    margin.by === 'ratio'
      ? (value: number) => sign * Math.log(Math.max(LEAST, value))
      : (value: number) => sign * value;
  const scale = (value: number | undefined) => (value === undefined ? undefined : scaled(value));
  const limit = margin.by === 'ratio' ? sign * Math.log(1 + sign * margin.amount) : margin.amount;
  return { of, candidate: candidate.map(scale), baseline: baseline.map(scale), limit };
}

function changeOf({ better, margin }: Compared, { estimate, low, high }: Shift): Change {
  const back = (value: number) => {
    const signed = better === 'lower' ? value : -value;
    return margin.by === 'ratio' ? Math.expm1(signed) : signed;
  };
  const bounds = [low, high].map(back).toSorted((a, b) => a - b);
  const known = Number.isFinite(low) && Number.isFinite(high);
  return { estimate: back(estimate), ...(known && { low: bounds[0] ?? 0, high: bounds[1] ?? 0 }) };
}

/** Which figures are shown to be worse at all, of pairs. */
function together(figures: readonly Worseness[]): Set<number> {
  // A pair without a difference is on neither side.
  const differences = figures.map(({ candidate, baseline }) =>
    candidate.map((value, at) => {
      const other = baseline[at];
      return value === undefined || other === undefined ? 0 : value - other;
    }),
  );
  return new Set([...jointly(differences).entries()].flatMap(([at, p]) => (p <= FALSE_ALARMS ? [at] : [])));
}

/** The same of sides, by Holm (1979): together wrongly in `FALSE_ALARMS` of cases at most. */
function holm(figures: readonly Worseness[]): Set<number> {
  const sorted = figures
    .map((figure, at) => {
      const [candidate, baseline] = trusted(figure, 'apart');
      const none = candidate.length === 0 || baseline.length === 0;
      return [at, none ? 1 : rankTest(candidate, baseline)] as const;
    })
    .toSorted(([, a], [, b]) => a - b);
  const firstKept = sorted.findIndex(([, p], at) => p > FALSE_ALARMS / (sorted.length - at));
  return new Set(sorted.slice(0, firstKept === -1 ? undefined : firstKept).map(([at]) => at));
}

const POWER = 0.8;

/**
 * Rounds a side by Noether (1987) for the side that it leans to, and never fewer than with which the test could say
 * anything: a first guess from few rounds, and no promise.
 */
function roundsFor(
  { estimate, above }: Shift,
  { limit, design, family }: { limit: number; design: Design; family: number },
): number {
  const alpha = estimate >= limit ? FALSE_ALARMS / family : UNEARNED;
  const lean = Math.abs(above(estimate >= limit ? 0 : limit) - 0.5);
  const z = jStat.normal.inv(1 - alpha, 0, 1) + jStat.normal.inv(POWER, 0, 1);
  const noether = lean === 0 || lean === 0.5 ? 0 : z ** 2 / ((design === 'in turn' ? 3 : 6) * lean ** 2);
  return lean === 0 ? Infinity : Math.max(leastRounds(alpha, design), Math.ceil(noether));
}

/** With fewer rounds a side, not even values that do not overlap at all decide. */
export function leastRounds(alpha: number, design: Design): number {
  let ways = 1;
  for (let rounds = 1; rounds <= MOST_ROUNDS; rounds++) {
    ways *= design === 'in turn' ? 2 : (2 * (2 * rounds - 1)) / rounds;
    if (1 / ways <= alpha) return rounds;
  }
  return Infinity;
}
