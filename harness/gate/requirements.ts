import { brokenBy, keptWithout } from '../model/broken-by.ts';
import { outliving, testedIn, type PromiseName } from '../model/suspects.ts';
import type { ExperimentResult, Results, Standing } from '../model/results.ts';
import { found } from '../model/found.ts';
import { storeName } from '../report/findings.ts';
import { formatCount } from '../units.ts';
import { anomalyId } from './anomalies.ts';
import type { Held } from './charges.ts';
import type { Check } from './decision.ts';
import type { Requirement } from './policy.ts';
import { idle, matchesStore, noStore } from './scope.ts';

/** What each store promises, and what is required of it. */
export function holding(results: Results, rules: readonly Requirement[]): (store: string) => Held {
  const cache = new Map<string, Held>();
  return (store) => {
    const known = cache.get(store);
    if (known !== undefined) return known;
    const promised = promisesOf(results, store);
    const held: Held = {
      name: storeName(results, store),
      isPromised: (promise) => promised.has(promise),
      isSilent: !results.stores?.some(({ id, promises }) => id === store && promises !== undefined),
      isRequired: (promise) =>
        rules.some((rule) => rule.promise === promise && matchesStore(rule.store, store, results)),
    };
    cache.set(store, held);
    return held;
  };
}

/** Older results say only which promises an experiment put to the test. */
function promisesOf({ stores = [], experiments }: Results, store: string): ReadonlySet<string> {
  const stated = stores.find(({ id }) => id === store)?.promises ?? [];
  const tested = experiments.filter((experiment) => experiment.store === store);
  return new Set([...stated, ...tested.flatMap(({ promises }) => promises.map(({ id }) => id))]);
}

/**
 * One check for each promise that is required of a store. What broke it was checked as an anomaly, kind by kind: where
 * the policy allows all of that, this is allowed as well.
 */
export function checkRequirements(
  results: Results,
  rules: readonly Requirement[],
  anomalies: readonly Check[],
): Check[] {
  const heldOf = holding(results, rules);
  const verdicts = new Map(anomalies.map((check) => [check.id, check]));
  const stores = [...new Set(results.experiments.map(({ store }) => store))];
  const used = new Set<Requirement>();
  const checks = stores.flatMap((store) =>
    [...new Set(rules.map(({ promise }) => promise))].flatMap((promise) => {
      const rule = rules.findLast(
        (each) => each.promise === promise && matchesStore(each.store, store, results),
      );
      if (rule === undefined) return [];
      used.add(rule);
      const experiments = results.experiments.filter((experiment) => experiment.store === store);
      const isAsked = experiments.some((experiment) => testedIn(experiment).includes(promise));
      if (!isAsked && rule.notAsked === 'left-out') return [];
      return [
        decideOn({ store, rule, index: rules.indexOf(rule), experiments, held: heldOf(store), verdicts }),
      ];
    }),
  );
  const unused = rules.flatMap((rule, index) =>
    used.has(rule) ? [] : [idle(`requires[${index}]`, whyIdle(rule, results))],
  );
  return [...checks, ...unused];
}

function whyIdle({ store }: Requirement, results: Results): string {
  if (results.experiments.length === 0) return 'this run has no experiment';
  if (store !== undefined && !results.experiments.some((each) => matchesStore(store, each.store, results)))
    return noStore(store, results);
  return 'a later rule requires the same of every store that it matches';
}

interface Asked {
  store: string;
  rule: Requirement;
  /** Of the rule, in the policy. */
  index: number;
  /** All of the store. */
  experiments: readonly ExperimentResult[];
  held: Held;
  verdicts: ReadonlyMap<string, Check>;
}

function decideOn(asked: Asked): Check {
  const { store, rule, index, held, experiments } = asked;
  const { promise, because } = rule;
  const base = {
    id: `requires/${store}/${promise}`,
    store,
    title: `${held.name}: ${promise}, required ${because === undefined ? `by requires[${index}]` : `because ${because}`}`,
  };
  const testing = experiments.filter((experiment) => testedIn(experiment).includes(promise));
  const standings = testing.map((experiment) => ({ experiment, ...standingIn(experiment, promise) }));
  const broken = standings.filter(({ verdict }) => verdict === 'broken').map(({ experiment }) => experiment);
  if (broken.length > 0) return { ...base, ...whenBroken(broken, asked) };
  const kept = standings.filter(({ verdict }) => verdict === 'kept').map(({ experiment }) => experiment.id);
  if (kept.length > 0)
    return {
      ...base,
      verdict: 'pass',
      message: `kept in ${kept.join(', ')}${held.isPromised(promise) ? '' : ', though not promised'}`,
    };
  const why = standings.find((one) => one.why !== undefined)?.why;
  return { ...base, ...whenNotAsked(standings.length > 0, why, asked) };
}

type Outcome = Pick<Check, 'verdict' | 'message' | 'allowed'>;

function whenBroken(broken: readonly ExperimentResult[], { rule, held, verdicts }: Asked): Outcome {
  const { promise } = rule;
  const said = held.isPromised(promise) ? 'promises' : 'does not promise';
  const message = `${held.name} ${said} ${promise}, and ${broken.map((each) => harm(each, promise)).join('; ')}`;
  const checks = broken.flatMap((experiment) =>
    brokenBy(promise).flatMap((kind) => verdicts.get(anomalyId(experiment.id, kind)) ?? []),
  );
  if (checks.some(({ verdict }) => verdict === 'fail')) return { verdict: 'fail', message };
  if (checks.some(({ verdict }) => verdict === 'unknown')) return { verdict: 'unknown', message };
  return { verdict: 'pass', message, allowed: 'policy' };
}

/** `160 of 160 sessions were lost at app-crash`, or what was found where no fault took any. */
function harm({ id, faults, anomalyCounts }: ExperimentResult, promise: PromiseName): string {
  const tolls = faults
    .filter((fault) => outliving(fault) === promise && (fault.sessionsLost ?? 0) > 0)
    .map(
      ({ kind, sessionsLost = 0, sessionsBefore = 0 }) =>
        `${formatCount(sessionsLost)} of ${formatCount(sessionsBefore)} sessions were lost at ${kind}`,
    );
  if (tolls.length > 0) return tolls.join(', ');
  const kinds = found(anomalyCounts)
    .filter(([kind]) => brokenBy(promise).some((broken) => broken === kind))
    .map(([kind, count]) => `${formatCount(count)} ${kind}`);
  return `${kinds.join(', ')} came in ${id}`;
}

function whenNotAsked(
  wasTested: boolean,
  why: string | undefined,
  { rule: { promise, notAsked }, held }: Asked,
): Outcome {
  const isPromised = held.isPromised(promise);
  const asked =
    keptWithout(promise).length === 0
      ? 'no workload puts it to the test'
      : wasTested
        ? `asked, and not decided${why === undefined ? '' : `: ${why}`}`
        : `not asked: ${howToAsk(promise)} asks for it`;
  const isWord = isPromised || !held.isSilent;
  const word = isWord ? `; ${held.name} ${isPromised ? 'promises it' : 'does not promise it'}` : '';
  const message = `${asked}${word}`;
  if (
    notAsked === 'listed' ||
    notAsked === 'left-out' ||
    (notAsked === 'as-promised' && (isPromised || !isWord))
  )
    return { verdict: 'pass', message, allowed: 'not asked' };
  return { verdict: 'unknown', message };
}

const HOW: Partial<Record<PromiseName, string>> = {
  'survives-app-restart': '--faults app-crash@2s',
  'survives-server-restart': '--faults server-restart@2s',
  'survives-failover': '--topology with --faults server-failover@2s',
  'shared-between-instances': '--instances 2',
  'expires-on-server': '--workload expiry',
  'touch-extends': '--workload expiry --rolling',
};
const howToAsk = (promise: PromiseName): string => HOW[promise] ?? 'nothing';

/** Older results do not say where a promise stands that was not made: it is broken by what was found, or not known. */
function standingIn(experiment: ExperimentResult, promise: PromiseName): Standing {
  const made = experiment.promises.find(({ id }) => id === promise);
  if (made !== undefined)
    return { verdict: made.verdict ?? 'not tested', ...(made.why !== undefined && { why: made.why }) };
  const unmade = experiment.unpromised?.find(({ id }) => id === promise);
  if (unmade !== undefined) return unmade;
  const isHarmed = found(experiment.anomalyCounts).some(([kind]) =>
    brokenBy(promise).some((broken) => broken === kind),
  );
  return { verdict: isHarmed ? 'broken' : 'not tested' };
}
