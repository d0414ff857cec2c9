import type { AbPlan } from '../model/ab.ts';
import type { Results } from '../model/results.ts';
import { worst } from '../report/findings.ts';
import { counted } from '../units.ts';
import { adviceOn } from './advice.ts';
import { underNamesOf } from './against/align.ts';
import { compareRounds } from './against/compare-rounds.ts';
import { allowsAny } from './anomalies.ts';
import { decide, decisionOf } from './decide.ts';
import type { Check, Decision } from './decision.ts';
import { overRounds } from './over-rounds.ts';
import type { Policy } from './policy.ts';

/** Two subjects that were measured in turn, as far as they were. */
export interface Ab {
  plan: AbPlan;
  /** Rounds that came to their end. */
  baseline: readonly Results[];
  candidate: readonly Results[];
}

/** Both sides under the names of the candidate's store, as they are compared. */
export function sidesOf({ baseline, candidate }: Ab): { baseline: Results[]; candidate: Results[] } {
  const store = candidate[0]?.experiments[0]?.store;
  const aligned = (rounds: readonly Results[]) =>
    rounds.map((results) => (store === undefined ? results : underNamesOf(results, store)));
  return { baseline: aligned(baseline), candidate: aligned(candidate) };
}

/** What is tested; and the load as it came out, of which it is known that as much was asked of both. */
const MAY_DIFFER = ['flags', 'load'];

/**
 * Decides on the candidate of an A/B comparison: by a policy as on any runs, and against the baseline, from which it may
 * differ in its store and its settings. Where rounds are missing nothing is compared: whoever could stop when it looks
 * well would be right too often.
 */
export function decideAb(ab: Ab, policy: Policy, name: string): Decision {
  const { plan, baseline, candidate } = ab;
  const run = `${plan.candidate.name} against ${plan.baseline.name} in ${plan.name}`;
  const [first] = candidate;
  const cut = cutOff(plan, baseline, candidate);
  const ended: Check = {
    id: 'ab/rounds',
    title: 'all rounds that were planned are there',
    ...(cut === undefined
      ? { verdict: 'pass', message: `${counted(plan.candidate.runs.length, 'round')} of each side` }
      : { verdict: 'unknown', message: cut }),
  };
  const sides = sidesOf(ab);
  const checks =
    first?.experiments[0] === undefined
      ? []
      : [
          ...overRounds(candidate.map((results) => decide(results, policy, name).checks)),
          ...compareRounds(sides.candidate, sides.baseline, {
            design: 'in turn',
            margins: policy.against,
            isAllowed: (experiment, kind) => allowsAny(policy.anomalies, kind, experiment, first),
            mayDiffer: MAY_DIFFER,
            ...(cut !== undefined && { doubt: cut }),
          }),
        ];
  const all = [ended, ...checks];
  const verdict = worst(all.map((check) => check.verdict));
  const advice =
    first === undefined ? `Not decided: ${cut ?? 'no round has results'}.` : adviceOn(verdict, all, first);
  return decisionOf({ run, policy: name, advice, verdict, checks: all });
}

function cutOff(
  { baseline: { runs }, candidate: { runs: others } }: AbPlan,
  baseline: readonly Results[],
  candidate: readonly Results[],
): string | undefined {
  const planned = runs.length + others.length;
  const there = baseline.length + candidate.length;
  return there === planned ? undefined : `${there} of ${counted(planned, 'run')} that were planned are there`;
}
