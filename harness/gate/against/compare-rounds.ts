import { median } from 'simple-statistics';
import type { Side } from '../../model/ab.ts';
import type { ExperimentResult, Results } from '../../model/results.ts';
import { counted } from '../../units.ts';
import type { Check, Delta } from '../decision.ts';
import type { MarginRule } from '../policy.ts';
import { nearest } from '../nearest.ts';
import { byRule, covers, idle, matches, outOfScope } from '../scope.ts';
import { type Difference, differencesOf, roundDifferences, spoiled } from './conditions.ts';
import { type Measured, measuredIn, partOf } from './measured.ts';
import type { Design } from './shift.ts';
import { type Change, type Compared, decideTogether, MOST_ROUNDS, type ThreeWay } from './three-way.ts';

/** One figure of one experiment over the rounds of both sides. */
interface Pair {
  experiment: ExperimentResult;
  figure: Measured;
  /** One a round; undefined where it did not measure it. */
  candidate: readonly (number | undefined)[];
  baseline: readonly (number | undefined)[];
  /** Rounds that cannot be trusted, of few enough that the others decide; and why. */
  leftOut?: { candidate: readonly boolean[]; baseline: readonly boolean[]; why: string };
  doubt?: string;
  /** Why rounds of this length have none of it. */
  few?: string;
  /** The policy's own, with how it is cited. */
  rule?: MarginRule;
  cited?: string;
}

/** Which anomalies a policy lets be, however many there are. */
type IsAllowed = (experiment: ExperimentResult, kind: string) => boolean;

export interface How {
  /** How the rounds of both sides belong together; in turn, in the same order. */
  design: Design;
  /** The policy's own. */
  margins: readonly MarginRule[];
  isAllowed: IsAllowed;
  /** What the sides may differ in, by its name: it is what is tested. */
  mayDiffer?: readonly string[];
  /** Why nothing can be told of any figure. */
  doubt?: string;
}

/**
 * Compares runs with those of a baseline, of which each is a round: rounds within one run share its machine's hour and
 * its processes, and are none. Figures are decided together, so that one false alarm among all of them is rare.
 */
export function compareRounds(
  candidate: readonly Results[],
  baseline: readonly Results[],
  { design, margins, isAllowed, mayDiffer = [], doubt: doubtOfAll }: How,
): Check[] {
  const lenient = (all: readonly Difference[]) =>
    all.map((difference): Difference =>
      mayDiffer.includes(difference.name) ? { ...difference, spoils: 'none' } : difference,
    );
  const differences = lenient(differencesOf([...candidate, ...baseline]));
  const ids = new Set(baseline.flatMap(({ experiments }) => experiments.map(({ id }) => id)));
  const all = [...ids]
    .flatMap((id) => pairsOf(id, { candidate, baseline }, lenient))
    .map((pair) => withMargin(pair, margins, candidate))
    .map((pair) => {
      // What the rounds differ in as a whole has a check of its own, with what it is on either side.
      const why = doubtOfAll ?? pair.doubt ?? pair.few ?? spoiledBy(spoiled(differences, pair.figure)?.name);
      return why === undefined ? pair : { ...pair, doubt: why };
    });
  // What no round can tell at this length would leave every decision open that asks for no more than what there is.
  const unasked = all.filter(({ few, rule }) => few !== undefined && rule === undefined);
  const pairs = all.filter((pair) => !unasked.includes(pair));
  const used = new Set(pairs.map(({ rule }) => rule));
  const open = pairs.filter((pair) => pair.doubt === undefined && !isNone(pair));
  const decided = new Map(decideTogether(open.map(compared), design).map((is, at) => [open[at], is]));
  return [
    ...conditionChecks(candidate, baseline, differences),
    ...missing(ids, candidate),
    ...margins.flatMap((rule, at) =>
      used.has(rule) ? [] : [idle(`against[${at}]`, whyIdle(rule, at, pairs, candidate))],
    ),
    ...pairs.map((pair) => checkOf(pair, decided.get(pair), isAllowed)),
    ...tooShortFor(unasked),
  ];
}

/** Said once for each experiment. */
function tooShortFor(pairs: readonly Pair[]): Check[] {
  return [...Map.groupBy(pairs, ({ experiment }) => experiment.id)].map(([id, of]) => ({
    id: `against/${id}/not compared`,
    ...(of[0] && { store: of[0].experiment.store }),
    experiment: id,
    title: `${[...new Set(of.map(({ figure }) => figure.name))].join(', ')} in ${id}`,
    verdict: 'pass',
    message: `${[...new Set(of.map(({ few }) => few))].join('; ')}: longer rounds would have them, and a margin in the policy asks for them`,
    allowed: 'not compared',
  }));
}

function whyIdle(rule: MarginRule, at: number, pairs: readonly Pair[], [first]: readonly Results[]): string {
  if (first !== undefined && !first.experiments.some((experiment) => covers(rule, experiment, first)))
    return outOfScope(rule, first);
  const inScope = pairs.filter(({ experiment }) => first !== undefined && covers(rule, experiment, first));
  const names = [...new Set(inScope.map(({ figure }) => figure.name))];
  return names.some((name) => matches(rule.figure, name))
    ? `a later rule than against[${at}] decides everything that it matches`
    : `nothing that is compared in its scope matches "${rule.figure}"${nearest(rule.figure, names)}`;
}

function withMargin(pair: Pair, margins: readonly MarginRule[], [first]: readonly Results[]): Pair {
  const { experiment, figure } = pair;
  const at = margins.findLastIndex(
    (rule) => first !== undefined && matches(rule.figure, figure.name) && covers(rule, experiment, first),
  );
  const rule = margins[at];
  if (rule === undefined) return pair;
  const margin = { ...figure.margin, amount: rule.margin };
  return { ...pair, figure: { ...figure, margin }, rule, cited: byRule(`against[${at}]`, rule.because) };
}

const spoiledBy = (what: string | undefined) =>
  what === undefined ? undefined : `the rounds do not have the same ${what}`;

const compared = ({ figure: { better, margin }, candidate, baseline, leftOut }: Pair): Compared => ({
  better,
  margin,
  candidate: candidate.map((value, at) => (leftOut?.candidate[at] ? undefined : value)),
  baseline: baseline.map((value, at) => (leftOut?.baseline[at] ? undefined : value)),
});

/** Nothing was found, in any round: there is nothing that could be worse. */
const isNone = ({ figure, candidate }: Pair) =>
  figure.isCount && candidate.length > 0 && candidate.every((value) => value === 0);

const roundsOf = (id: string, runs: readonly Results[]) =>
  runs.flatMap(({ experiments }) => experiments.filter((each) => each.id === id).slice(0, 1));

function pairsOf(
  id: string,
  runs: Readonly<Record<Side, readonly Results[]>>,
  lenient: (differences: readonly Difference[]) => Difference[],
): Pair[] {
  const sides = { candidate: roundsOf(id, runs.candidate), baseline: roundsOf(id, runs.baseline) };
  const [experiment] = sides.candidate;
  if (experiment === undefined) return [];
  const part = partOf([...sides.candidate, ...sides.baseline]);
  const measured = {
    candidate: sides.candidate.map((round) => measuredIn(round, part)),
    baseline: sides.baseline.map((round) => measuredIn(round, part)),
  };
  const all = [...measured.candidate, ...measured.baseline];
  const differences = lenient(roundDifferences([...sides.candidate, ...sides.baseline]));
  const figures = new Map(all.flat().map((figure) => [figure.name, figure]));
  return [...figures.values()].map((figure): Pair => {
    const of = (rounds: readonly Measured[][]) =>
      rounds.map((round) => round.find(({ name }) => name === figure.name));
    const seen = { candidate: of(measured.candidate), baseline: of(measured.baseline) };
    // Where none was found here, it matters nothing how many there were before.
    const none = figure.isCount && seen.candidate.every((one) => one?.value === 0);
    const asked = none ? seen.candidate : [...seen.candidate, ...seen.baseline];
    // Where the baseline has enough of them, that the candidate has not is no matter of the rounds' length.
    const few = fewOf(seen.baseline);
    const leftOut = none ? undefined : leftOutOf(seen);
    const doubt =
      doubtOf(figure, leftOut === undefined ? asked : asked.map(withoutDoubt)) ??
      (few === undefined ? fewOf(seen.candidate) : undefined) ??
      spoiledBy(spoiled(differences, figure)?.what);
    return {
      experiment,
      figure,
      candidate: seen.candidate.map((one) => one?.value),
      baseline: seen.baseline.map((one) => one?.value),
      ...(leftOut !== undefined && { leftOut }),
      ...(doubt !== undefined && { doubt }),
      ...(few !== undefined && { few }),
    };
  });
}

const valuesOf = (rounds: readonly (number | undefined)[]) => rounds.filter((value) => value !== undefined);

const fewOf = (rounds: readonly (Measured | undefined)[]) =>
  rounds.find((one) => one?.few !== undefined)?.few;

/** Of the rounds of either side, as many may be in doubt. */
const MOST_LEFT_OUT = 0.2;

const isOut = (one: Measured | undefined) => one?.doubt !== undefined;

/** Which rounds are left out, where these are few: what remains was not chosen by what it came to. */
function leftOutOf(seen: Record<Side, readonly (Measured | undefined)[]>): Pair['leftOut'] {
  const out = { candidate: seen.candidate.map(isOut), baseline: seen.baseline.map(isOut) };
  const why = [...seen.candidate, ...seen.baseline].find(isOut)?.doubt;
  const most = Math.floor(MOST_LEFT_OUT * Math.min(out.candidate.length, out.baseline.length));
  const number = out.candidate.filter((each, at) => each || out.baseline[at]).length;
  return why === undefined || number > most ? undefined : { ...out, why };
}

const withoutDoubt = (one: Measured | undefined): Measured | undefined => {
  if (one?.doubt === undefined) return one;
  const { doubt: _doubt, ...rest } = one;
  return rest;
};

/** Where there is reason to doubt too many rounds, or some did not measure it. */
function doubtOf(figure: Measured, rounds: readonly (Measured | undefined)[]): string | undefined {
  const doubted = rounds.find((round) => round?.doubt !== undefined)?.doubt;
  if (doubted !== undefined) return doubted;
  const without = rounds.filter((round) => round?.value === undefined).length;
  if (without === 0) return undefined;
  return figure.kind === undefined
    ? `${without} of ${counted(rounds.length, 'round')} did not measure it`
    : `${without} of ${counted(rounds.length, 'round')} did not look for it`;
}

const identity = ({ run }: Results) => `${run.name} ${run.startedAt} ${run.seed}`;

function conditionChecks(
  candidate: readonly Results[],
  baseline: readonly Results[],
  differences: ReturnType<typeof differencesOf>,
): Check[] {
  const runs = [...candidate, ...baseline];
  const again = runs.length - new Set(runs.map(identity)).size;
  const title = 'both sides are rounds of their own';
  const rounds = `${counted(candidate.length, 'round')} against ${baseline.length}`;
  return [
    again > 0
      ? {
          id: 'against/rounds',
          title,
          verdict: 'unknown',
          message: `${counted(again, 'run')} given more than once`,
        }
      : { id: 'against/rounds', title, verdict: 'pass', message: rounds },
    ...differences.map(({ name, what, spoils }, at): Check => {
      const base = { id: `against/conditions/${at + 1}`, title: 'the rounds are comparable' };
      if (spoils === 'none')
        return { ...base, verdict: 'pass', message: `${what}: it may be what is tested`, allowed: 'policy' };
      const whose = spoils === 'all' ? 'nothing' : 'nothing that goes by clock or heap';
      const next =
        name === 'flags' ? '; run both with the same (a TTL that is not said is drawn by --seed)' : '';
      return { ...base, verdict: 'unknown', message: `${what}: ${whose} can be compared${next}` };
    }),
  ];
}

/** What the baseline had and the candidate has not is not known to be as good as it was. */
const missing = (ids: ReadonlySet<string>, candidate: readonly Results[]): Check[] =>
  [...ids]
    .filter((id) => roundsOf(id, candidate).length === 0)
    .map((id) => ({
      id: `against/${id}`,
      title: `${id} is compared`,
      verdict: 'unknown',
      message: 'the baseline has this experiment, and no round here has it',
    }));

function checkOf(pair: Pair, decided: ThreeWay | undefined, isAllowed: IsAllowed): Check {
  const { experiment, figure, doubt } = pair;
  const values = { baseline: valuesOf(pair.baseline), candidate: valuesOf(pair.candidate) };
  const delta: Delta = {
    experiment: experiment.id,
    figure: figure.name,
    ...(values.baseline.length > 0 && { baseline: figure.format(median(values.baseline)) }),
    ...(values.candidate.length > 0 && { candidate: figure.format(median(values.candidate)) }),
    values,
    margin: marginInWords(figure),
    ...(decided?.change && { change: { ...decided.change, text: changeInWords(decided.change, figure) } }),
    is: decided?.is ?? (doubt === undefined ? 'not worse' : 'cannot tell'),
    ...(doubt !== undefined && { doubt }),
    ...(doubt === undefined && pair.leftOut && { leftOut: leftOutInWords(pair.leftOut) }),
    ...(decided?.is === 'cannot tell' &&
      decided.moreRounds !== undefined && { moreRounds: decided.moreRounds }),
  };
  const base = {
    id: `against/${experiment.id}/${figure.name}`,
    store: experiment.store,
    experiment: experiment.id,
    title: `${figure.name} in ${experiment.id} is not worse than the baseline's by more than ${delta.margin}`,
    delta,
  };
  const message = [saying(pair, decided, delta), ...(pair.cited === undefined ? [] : [pair.cited])].join(
    '; ',
  );
  if (figure.kind !== undefined && delta.is !== 'not worse' && isAllowed(experiment, figure.kind))
    return { ...base, verdict: 'pass', message: `${message}; any number is allowed`, allowed: 'policy' };
  return { ...base, verdict: VERDICTS[delta.is], message };
}

function saying({ candidate, baseline, doubt }: Pair, decided: ThreeWay | undefined, delta: Delta): string {
  if (doubt !== undefined) return `cannot tell: ${doubt}`;
  const rounds = `median ${delta.candidate ?? 'unknown'} over ${counted(candidate.length, 'round')}, ${delta.baseline ?? 'unknown'} over ${baseline.length} of the baseline`;
  const without = delta.leftOut === undefined ? '' : `; ${delta.leftOut}`;
  if (decided === undefined) return `none; ${rounds}`;
  return `${decided.is}: ${delta.change?.text ?? ''}; ${rounds}${decided.is === 'cannot tell' ? `; ${more(decided)}` : ''}${without}`;
}

function leftOutInWords({ candidate, baseline, why }: NonNullable<Pair['leftOut']>): string {
  const here = candidate.filter(Boolean).length;
  const there = baseline.filter(Boolean).length;
  return `without ${counted(here, 'round')} and ${there} of the baseline: ${why}`;
}

const VERDICTS = { worse: 'fail', 'not worse': 'pass', 'cannot tell': 'unknown' } as const;

const more = ({ moreRounds }: { moreRounds?: number }) =>
  moreRounds === undefined
    ? `it is too near to the margin for ${MOST_ROUNDS} rounds a side to tell`
    : `it takes about ${counted(moreRounds, 'round')} more on each side`;

/** What it changed by, and what it may have changed by, at 95 %. */
function changeInWords({ estimate, low, high }: Change, { margin: { by }, format }: Measured): string {
  const words = (value: number) =>
    by === 'ratio'
      ? `${signOf(value)}${Math.abs(value * 100).toFixed(Math.abs(value) < 0.1 ? 1 : 0)} %`
      : value === 0
        ? format(0)
        : `${signOf(value)}${format(Math.abs(value))}`;
  return low === undefined || high === undefined
    ? words(estimate)
    : `${words(estimate)} (${words(low)} to ${words(high)})`;
}

const signOf = (value: number) => (value < 0 ? '-' : '+');

const marginInWords = ({ margin: { by, amount }, format }: Measured) =>
  by === 'ratio' ? `${Math.round(amount * 100)} %` : format(amount);
