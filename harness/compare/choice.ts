import { decide } from '../gate/decide.ts';
import type { AnomalyKind } from '../checker/catalogue.ts';
import { POLICIES, type Policy } from '../gate/policy.ts';
import type { Check, Decision } from '../gate/decision.ts';
import { brokenBy } from '../model/broken-by.ts';
import type { Results, Verdict } from '../model/results.ts';
import { storeName } from '../report/findings.ts';

/** Whether to take a store: what the gate says of it by what any app in production needs, and why not. */
export interface Choice {
  verdict: Verdict;
  /** What stands against it, or is not known of it; empty where it passes. */
  why: string[];
  /** What is required and was not put to the test. */
  notAsked: string[];
  /** Whether a redirect was followed before its save was over. */
  raced: boolean;
}

/** What a client sees that follows a redirect at its headers, as a browser does. */
const RACED = ['stale-read', 'session-unavailable'] as const;
const REDIRECT = 'redirect';

/**
 * What any app in production needs of its store. That express-session sends the headers of a redirect before the save is
 * over (`index.js:285-356` of 1.19), and lets its client see what was before, is none of the store's: a slower one only
 * shows it more often, and an app that waits for `save` has it on none. What is lost there is another matter.
 */
const allowing = (raced: readonly AnomalyKind[]): Policy => ({
  ...POLICIES.production,
  anomalies: raced.map((kind) => ({
    kind,
    experiment: REDIRECT,
    max: 'any',
    because: 'express-session answers with a redirect before the save is over, on every store',
  })),
});

/** Of one store alone: what is amiss with the run or with other stores says nothing of it. */
export function choiceOf(results: Results, store: string): Choice {
  const experiments = results.experiments.filter((experiment) => experiment.store === store);
  const alone = {
    ...results,
    run: { ...results.run, complete: true },
    experiments,
    claims: [],
    problems: [],
  };
  const raced = RACED.filter((kind) =>
    experiments.some(({ id, anomalyCounts }) => lastOf(id) === REDIRECT && (anomalyCounts[kind] ?? 0) > 0),
  );
  const decision = decide(alone, allowing(raced));
  return {
    verdict: decision.verdict,
    why: reasons(decision, storeName(results, store)),
    notAsked: decision.checks
      .filter(({ allowed }) => allowed === 'not asked')
      .map(({ id }) => id.slice(id.lastIndexOf('/') + 1)),
    raced: raced.length > 0,
  };
}

const REQUIRED = 'requires/';
const ANOMALY = 'anomaly/';

/** What decided it: requirements first, each with what broke it; then what else was found, by kind. */
function reasons({ checks, verdict }: Decision, name: string): string[] {
  if (verdict === 'pass') return [];
  const deciding = checks.filter((check) => check.verdict === verdict);
  const required = deciding.filter(({ id }) => id.startsWith(REQUIRED));
  const said = new Set(required.flatMap(({ id }) => brokenBy(lastOf(id))).map(String));
  const found = Map.groupBy(
    deciding.filter(({ id }) => id.startsWith(ANOMALY) && !said.has(lastOf(id))),
    ({ id }) => lastOf(id),
  );
  const [untrusted = [], rest = []] = [true, false].map((wanted) =>
    deciding.filter(
      ({ id }) => !id.startsWith(REQUIRED) && !id.startsWith(ANOMALY) && isTrust(id) === wanted,
    ),
  );
  return [
    ...required.map((check) => withoutName(check, name)),
    ...[...found].map(
      ([kind, each]) =>
        `${kind === 'unserved' ? 'left requests unserved' : `showed ${kind}`} in ${each.map(shortExperiment).join(', ')}`,
    ),
    ...(untrusted.length > 0 ? [`could not be judged in ${shortened(untrusted.map(shortExperiment))}`] : []),
    ...[...Map.groupBy(rest, asked)].map(notShown),
  ];
}

/** What was asked, whichever experiment it was asked of. */
const asked = ({ experiment = '', title }: Check) =>
  title.startsWith(`${experiment}: `) ? title.slice(experiment.length + 2) : title;

/** One line for all experiments that did not show the same. */
function notShown([title, [first, ...others]]: [string, Check[]]): string {
  const all = [first, ...others].flatMap((check) => check ?? []);
  const where = first?.experiment === undefined ? '' : ` in ${shortened(all.map(shortExperiment))}`;
  return `did not show that ${title}${where} (${brief(first?.message ?? '')})`;
}

/** As much of a message as fits a line; the page's own list has all of it. */
const MOST_CHARACTERS = 160;
const brief = (message: string) =>
  message.length <= MOST_CHARACTERS
    ? message
    : `${message.slice(0, MOST_CHARACTERS).replace(/\s+\S*$/, '')} …`;

const lastOf = (id: string) => id.slice(id.lastIndexOf('/') + 1);
const isTrust = (id: string) => id.startsWith('experiment/') && lastOf(id) === 'trusted';

/** Experiments that fit a sentence; why each could not be judged is told by the page's own list. */
const NAMED = 3;
const shortened = (names: readonly string[]) =>
  [...names.slice(0, NAMED), ...(names.length > NAMED ? [`${names.length - NAMED} more`] : [])].join(', ');

const shortExperiment = ({ experiment = '' }: Check) => experiment.slice(experiment.indexOf('/') + 1);

/** `does not promise survives-app-restart, and 40 of 40 sessions were lost at app-crash`. */
function withoutName({ id, message }: Check, name: string): string {
  if (message.startsWith(`${name} `)) return message.slice(name.length + 1);
  return `does not promise ${lastOf(id)}, which was not asked here`;
}
