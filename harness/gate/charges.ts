import { suspectsOf, testedIn, type PromiseName } from '../model/suspects.ts';
import type { ExperimentResult, Verdict } from '../model/results.ts';
import { worst } from '../report/findings.ts';
import { formatCount } from '../units.ts';

type Charge = NonNullable<ExperimentResult['charges']>[number];

/** Some of the anomalies of one kind, with what may have brought them about, and what follows from it. */
interface Judged {
  verdict: Verdict;
  /** How many, at which fault. */
  where: string;
  /** Which promises it is about. */
  said: string;
}

/** Which promises the store makes, and which it has to keep all the same. */
export interface Held {
  /** As people call it. */
  name: string;
  isPromised: (promise: PromiseName) => boolean;
  isRequired: (promise: PromiseName) => boolean;
  /** The results do not say what it promises beyond what they tested, as older ones. */
  isSilent: boolean;
}

/**
 * Judges what was found of one kind by what was at work. It is excused only if each thing that may have brought it about
 * is one of which the store promises nothing and of which nothing is required; it fails if none is, and is unknown if
 * some are: then it may have been either.
 */
export function judgeCharges(
  experiment: ExperimentResult,
  kind: string,
  count: number,
  held: Held,
): { verdict: Verdict; message: string } {
  const judged = chargesOf(experiment, kind, count).map((charge) => judge(charge, experiment, held));
  const alike = Map.groupBy(judged, ({ verdict, said }) => `${verdict} ${said}`);
  const parts = [...alike.values()].map((group) => {
    const where = group.flatMap((each) => (each.where === '' ? [] : [each.where])).join(', ');
    return [where, group[0]?.said ?? ''].filter((part) => part !== '').join(': ');
  });
  const message = [`${formatCount(count)} found`, ...parts.filter((part) => part !== '')].join('; ');
  return { verdict: worst(judged.map(({ verdict }) => verdict)), message };
}

function judge(charge: Charge & { isGuess?: true }, experiment: ExperimentResult, held: Held): Judged {
  const { promises, besides } = suspectsOf(charge, {
    tested: testedIn(experiment),
    faults: experiment.faults,
  });
  const binding = promises.filter((promise) => held.isPromised(promise) || held.isRequired(promise));
  const excusing = promises.filter((promise) => !binding.includes(promise));
  const where = circumstance(charge, experiment);
  const said = [
    ...binding.map((promise) => bound(promise, held)),
    ...excusing.map((promise) => `${held.name} does not promise ${promise}`),
    ...(besides && promises.length > 0 ? ['a fault was at work of which no promise speaks'] : []),
  ].join('; ');
  if (charge.isGuess && excusing.length > 0)
    return {
      verdict: 'unknown',
      where,
      said: `${said}; what was at work is not in these results: check the run again`,
    };
  if (excusing.length === 0) return { verdict: 'fail', where, said };
  if (binding.length === 0 && !besides) return { verdict: 'pass', where, said };
  return { verdict: 'unknown', where, said: `${said}; it may have been either` };
}

const bound = (promise: PromiseName, { name, isPromised }: Held) =>
  isPromised(promise)
    ? `${name} promises ${promise}`
    : `${name} does not promise ${promise}, and the policy requires it`;

function circumstance({ faults, count }: Charge, experiment: ExperimentResult): string {
  if (experiment.faults.length === 0) return '';
  const kinds = faults.map((id) => experiment.faults.find((fault) => fault.id === id)?.kind ?? id);
  const at = kinds.length === 0 ? 'outside of every fault' : `at ${[...new Set(kinds)].join(' or ')}`;
  return `${formatCount(count)} ${at}`;
}

/** Older results say less of what was at work, or nothing: what is not known of there is guessed at, and marked. */
function chargesOf(
  { charges, anomalyTimes, faults }: ExperimentResult,
  kind: string,
  count: number,
): (Charge & { isGuess?: true })[] {
  const isOld = charges === undefined;
  const known: readonly Charge[] =
    charges ??
    anomalyTimes.map((time) => ({
      kind: time.kind,
      faults: time.fault === undefined ? [] : [time.fault],
      count: time.count,
      unsaved: 0,
    }));
  const groups = Map.groupBy(
    known.filter((charge) => charge.kind === kind),
    ({ faults: atWork, atOneInstance }) => JSON.stringify([atWork, atOneInstance]),
  );
  const added = [...groups.values()].map((group) => ({
    ...(group[0] as Charge),
    count: group.reduce((sum, each) => sum + each.count, 0),
  }));
  const rest = count - added.reduce((sum, each) => sum + each.count, 0);
  if (rest <= 0) return added;
  const ids = isOld ? faults.map(({ id }) => id) : [];
  return [...added, { kind, faults: ids, count: rest, unsaved: 0, ...(ids.length > 0 && { isGuess: true }) }];
}
