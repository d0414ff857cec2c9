import type { ClaimResult, Results } from '../model/results.ts';
import type { Check } from './decision.ts';
import { nearest } from './nearest.ts';
import type { ClaimRule } from './policy.ts';
import { byRule, idle, matches, matchesStore, namesOf } from './scope.ts';

/** A condition that nobody promises to keep is not enough to release on. */
const VERDICTS = { shown: 'pass', 'true only if': 'fail', refuted: 'fail', unknown: 'unknown' } as const;

/** Every claim of the run must be shown, unless the policy leaves it out: then it is listed. */
export function checkClaims(results: Results, rules: readonly ClaimRule[]): Check[] {
  const { claims } = results;
  const checks = claims.map((claim) => {
    const index = rules.findLastIndex((rule) => isAbout(rule, claim, results));
    return decideOn(claim, rules[index], index);
  });
  const unused = rules.flatMap((rule, index) =>
    claims.some((claim) => isAbout(rule, claim, results))
      ? []
      : [idle(`leaveOutClaims[${index}]`, `no claim of this run matches${known(rule, results)}`)],
  );
  return [...checks, ...unused];
}

const isAbout = (rule: ClaimRule, { id, store }: ClaimResult, results: Results) =>
  matches(rule.claim, id) && matchesStore(rule.store, store, results);

function known({ claim, store }: ClaimRule, results: Results): string {
  const claims = results.claims.flatMap((each) =>
    namesOf(results, each.store).map((name) => (store === undefined ? each.id : `${name}/${each.id}`)),
  );
  const wanted = store === undefined ? claim : `${store}/${claim}`;
  return ` ${wanted}${nearest(wanted, [...new Set(claims)])}`;
}

function decideOn(claim: ClaimResult, rule: ClaimRule | undefined, index: number): Check {
  const { id, store, text, source, measured, verdict, onlyIf, reason } = claim;
  const remark = onlyIf ?? reason;
  const why = remark === undefined ? '' : ` (${remark})`;
  const came = `${verdict}: ${measured}${why}; said in: ${source}`;
  const base = {
    id: `claim/${store}/${id}`,
    store,
    title: `${store} ${id}: ${text}`,
  };
  if (rule === undefined || verdict === 'shown')
    return { ...base, verdict: VERDICTS[verdict], message: came };
  const message = `${came}; left out by ${byRule(`leaveOutClaims[${index}]`, rule.because)}`;
  return { ...base, verdict: 'pass', message, allowed: 'policy' };
}
