import { found } from '../model/found.ts';
import type { ExperimentResult, Results } from '../model/results.ts';
import { isOverload, isRated } from '../analysis/overload.ts';
import { outliving } from '../model/suspects.ts';
import { findingsOf, type Findings } from './findings.ts';
import { newsOf } from './news.ts';

type Case = 'fit' | 'unfit' | 'its server' | 'updates' | 'look' | 'again' | 'nothing';

/** What to do about what was seen, in a sentence or two of its own; nothing where nothing was tested. */
export function soWhat(results: Results): string | undefined {
  if (results.experiments.length === 0) return undefined;
  if (results.run.claimsAre === 'examined') return ofClaims(results);
  const cases = Map.groupBy(findingsOf(results), caseOf);
  const names = (which: Case) => (cases.get(which) ?? []).map(({ name }) => name);
  const fit = names('fit');
  const unfit = names('unfit');
  const parts = [
    unfit.length > 0 &&
      `Do not go to production with ${either(unfit)}${fit.length > 0 ? `; take ${either(fit)}` : ''}.`,
    names('its server').length > 0 &&
      `Have the server of ${both(names('its server'))} write to disk what must outlive it, or accept that its end logs everybody out.`,
    names('updates').length > 0 && 'Keep out of sessions what two requests may change at once.',
    names('look').length > 0 &&
      `Do not release on ${either(names('look'))} before you know why: the page has each step.`,
    names('again').length > 0 &&
      `Run ${both(names('again'))} again${whereTo(results)}: what is unknown says nothing.`,
    unfit.length === 0 &&
      fit.length > 0 &&
      `Nothing here speaks against ${both(fit)}${isHarmless(results) ? ', but nothing was broken' : ''}.`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? undefined : parts.join(' ');
}

/** Whose rate is the plan's own cannot lower it. Of one experiment the sentence itself says it. */
function whereTo({ experiments, run }: Results): string {
  if (experiments.length === 1 || !experiments.some(({ advice = [] }) => advice.some(isOverload))) return '';
  return isRated(run.command) ? ' with a lower --rate' : ' on a machine with less to do';
}

/** That a store keeps its sessions while nothing happens to it says little. */
const isHarmless = ({ experiments }: Results) =>
  experiments.every(({ faults, instances }) => faults.length === 0 && instances === 1);

function ofClaims({ claims }: Results): string | undefined {
  const bad = claims.filter((claim) => newsOf(claim) === 'bad').length;
  return bad === 0
    ? undefined
    : `Look at the ${bad === 1 ? 'one' : `${bad}`} marked as bad news before you rely on what you were told.`;
}

function caseOf(store: Findings): Case {
  const { experiments, verdict, leaks, forgets, unshared } = store;
  if (experiments.length === 0) return 'nothing';
  if (leaks || unshared) return 'unfit';
  const kinds = found(store.anomalies).map(([kind]) => kind);
  if (verdict === 'fail' && kinds.length > 0 && experiments.every(isOfServerAlone)) return 'its server';
  if (forgets) return 'unfit';
  if (verdict === 'fail')
    return kinds.length > 0 && kinds.every((kind) => kind === 'lost-update') ? 'updates' : 'look';
  return verdict === 'unknown' ? 'again' : 'fit';
}

/** Everything that was found came about while the store's server was ended, which no promise covers. */
function isOfServerAlone({ anomalyCounts, charges = [], faults, notPromised }: ExperimentResult): boolean {
  const count = found(anomalyCounts).reduce((sum, [, each]) => sum + each, 0);
  const outlived = 'survives-server-restart';
  const ofServer = charges.filter(
    ({ faults: ids }) =>
      ids.length > 0 &&
      ids.every((id) => outliving(faults.find((fault) => fault.id === id) ?? { kind: '' }) === outlived),
  );
  const charged = ofServer.reduce((sum, charge) => sum + charge.count, 0);
  return charged === count && (count === 0 || notPromised.includes(outlived));
}

const conjunction = new Intl.ListFormat('en', { type: 'conjunction' });
const disjunction = new Intl.ListFormat('en', { type: 'disjunction' });
const both = (names: readonly string[]) => conjunction.format(names).replace(/, and /, ' and ');
const either = (names: readonly string[]) => disjunction.format(names).replace(/, or /, ' or ');
