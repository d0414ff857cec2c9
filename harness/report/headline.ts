import { type Findings, findingsOf } from './findings.ts';
import { found } from '../model/found.ts';
import type { ClaimResult, ExperimentResult, FaultResult, Results } from '../model/results.ts';
import { adviceIn } from '../analysis/overload.ts';
import { breakpointSentence } from './breakpoint.ts';
import { soWhat } from './so-what.ts';
import { counted, formatCount } from '../units.ts';

/** What was seen, and what to do about it: for whoever reads one line of a run. */
export function headline(results: Results): string {
  const advice = soWhat(results);
  return advice === undefined ? seen(results) : `${seen(results)} ${advice}`;
}

/**
 * One sentence to decide by, true of any run: what came of the claims where they were examined; else what each store did, those that kept everything together, and
 * what nobody knows. "Kept" is said only of writes that were read back and of experiments that are not unknown.
 */
function seen(results: Results): string {
  if (results.experiments.length === 0) return `Nothing was tested: ${whyNothing(results)}.`;
  if (results.run.claimsAre === 'examined') return `${capital(examination(results))}.`;
  const stores = findingsOf(results);
  const isAlone = results.experiments.length === 1;
  // Of several, each says so in its own row.
  const advice = isAlone ? adviceIn(results.experiments, results.run.command) : [];
  const kept = stores.filter(isKeeper);
  const others = stores.filter(
    (store) => !isKeeper(store) && !saysBreakpoint(store) && (isAlone || !isAllOpen(store)),
  );
  const broke = stores.flatMap(({ name, experiments }) =>
    experiments.flatMap((experiment) => breakpointSentence(name, experiment)),
  );
  const parts = [...broke, ...advice, ...others.map((store) => `${store.name} ${deeds(store)}`)];
  if (kept.length > 0) parts.push(`${list(kept.map(({ name }) => name))} ${keeping(kept)}`);
  if (!isAlone) parts.push(...open(results.experiments));
  if (!results.run.complete) parts.push('the run was cut off, so more may have been missed');
  return `${capital(parts.join('; '))}.`;
}

const IN_WORDS: Record<ClaimResult['verdict'], string> = {
  shown: 'shown',
  'true only if': 'true only under a condition',
  refuted: 'refuted',
  unknown: 'unknown',
};

/** Where claims were examined, experiments were made to break things: what came of the claims is what counts. */
function examination({ claims, run }: Results): string {
  const verdicts = Object.keys(IN_WORDS) as (keyof typeof IN_WORDS)[];
  const parts = verdicts.flatMap((verdict) => {
    const count = claims.filter((claim) => claim.verdict === verdict).length;
    return count === 0 ? [] : [`${formatCount(count)} ${IN_WORDS[verdict]}`];
  });
  const stores = new Set(claims.map(({ store }) => store)).size;
  const tests = new Set(claims.map(({ id }) => id)).size;
  const of = `${counted(tests, 'claim')} on ${counted(stores, 'store')}: ${list(parts)}`;
  return run.complete ? of : `${of}; the run was cut off`;
}

const whyNothing = ({ run, problems }: Results) =>
  problems[0]?.replace(/\.$/, '') ?? (run.complete ? 'the run has no experiment' : 'the run was cut off');

const anomalous = (store: Findings) => found(store.anomalies).length > 0;
const lossless = (store: Findings) => store.sessionsLost + store.writesLost === 0;

function isKeeper(store: Findings): boolean {
  const broke = store.ranOut + store.died > 0 || store.silent || store.repeats;
  const flawed = anomalous(store) || !lossless(store) || store.leaks || store.unshared || broke;
  return store.verdict !== 'fail' && !isAllOpen(store) && !flawed && store.acknowledged > 0;
}

const isOpen = ({ verdict }: ExperimentResult) => verdict === 'unknown';
const isAllOpen = ({ experiments }: Findings) => experiments.length > 0 && experiments.every(isOpen);

/** Why it is unknown is said with the rate above which it is. */
const saysBreakpoint = (store: Findings) =>
  isAllOpen(store) && store.experiments.every(({ breakpoint }) => breakpoint?.outcome === 'unknown');

/** As many as a reader takes in. */
const NAMED = 3;

/** How many experiments came to nothing, and which; why is for their own rows. */
function open(experiments: readonly ExperimentResult[]): string[] {
  const ids = experiments.filter(isOpen).map(({ id }) => id);
  if (ids.length === 0) return [];
  const named = ids.length > NAMED ? [...ids.slice(0, NAMED), `${ids.length - NAMED} more`] : ids;
  const verb = ids.length === 1 ? 'is' : 'are';
  return [
    `${ids.length} of ${counted(experiments.length, 'experiment')} ${verb} unknown (${named.join(', ')})`,
  ];
}

/** What a store did that does not simply keep everything. */
function deeds(store: Findings): string {
  if (store.experiments.length === 0) return 'was not tested';
  const done = [
    ...unserved(store),
    store.leaks && 'leaks',
    store.ranOut > 0 && `ran out of memory ${times(store.ranOut)}`,
    store.silent && 'never called back',
    store.repeats && 'called back more than once',
    store.died > 0 && `died by itself ${times(store.died)}`,
    store.forgets ? 'forgets' : losses(store),
    store.unshared && 'is not shared by instances',
    ...oddities(store),
  ].filter((deed) => typeof deed === 'string');
  if (isAllOpen(store)) return `is unknown: ${reason(store)}`;
  if (done.length === 0 && store.verdict === 'fail') done.push('did not pass');
  if (done.length === 0) done.push(store.acknowledged > 0 ? keeping([store]) : 'showed no anomaly');
  return list(done);
}

function losses({ writesLost, sessionsLost, acknowledged }: Findings): string | false {
  const of =
    acknowledged >= writesLost ? `of ${counted(acknowledged, 'acknowledged write')}` : 'acknowledged writes';
  const lost = [
    writesLost > 0 && `${formatCount(writesLost)} ${of}`,
    sessionsLost > 0 && counted(sessionsLost, 'session'),
  ].filter((loss) => typeof loss === 'string');
  return lost.length > 0 && `lost ${list(lost)}`;
}

/** Whether it served at all goes before everything else: what nobody was answered, nobody saw. */
function unserved({ experiments }: Findings): string[] {
  const [says, ...others] = experiments.flatMap(({ availability }) => availability?.says ?? []);
  if (says === undefined) return [];
  return [`failed its clients: ${says}${others.length > 0 ? `, and ${others.length} more of the kind` : ''}`];
}

/** Anomalies that no other deed speaks of. */
function oddities(store: Findings): string[] {
  const said = new Set<string>(store.experiments.some(saysUnserved) ? ['unserved'] : []);
  if (!lossless(store)) said.add('lost-session').add('lost-write');
  if (store.unshared) said.add('session-unavailable').add('lost-session');
  const rest = found(store.anomalies).filter(([kind]) => !said.has(kind));
  return rest.map(([kind, count]) => `showed ${counted(count, nounOf(kind))}`);
}

const saysUnserved = ({ availability }: ExperimentResult) => (availability?.says ?? []).length > 0;

function reason({ experiments }: Findings): string {
  const reasons = experiments.flatMap(({ problems, checkers }) => [
    ...problems,
    // What had an occasion and came to nothing says more than what had none.
    ...checkers.filter(({ tested }) => tested !== 0).map((checker) => checker.reason),
    ...checkers.map((checker) => checker.reason),
  ]);
  return reasons.find((text) => text !== undefined) ?? 'its measurements cannot be trusted';
}

function keeping(stores: readonly Findings[]): string {
  const writes = stores.reduce((total, { acknowledged }) => total + acknowledged, 0);
  const through = faultsInWords(stores.flatMap(({ faults }) => faults));
  const all = writes === 1 ? 'the one acknowledged write' : `all ${formatCount(writes)} acknowledged writes`;
  return `kept ${all}${through && ` through ${through}`}`;
}

/** 2 restarts, 2 server crashes and 1 wire-silent fault: what is no noun keeps its name, and what is not done to the app its site. */
export function faultsInWords(faults: readonly FaultResult[]): string {
  const kinds = Map.groupBy(faults, ({ kind }) =>
    /-(restart|crash|pause|failover|death)$/.test(kind)
      ? kind.replace(/^app-/, '').replaceAll('-', ' ')
      : `${kind} fault`,
  );
  return list([...kinds].map(([kind, each]) => counted(each.length, kind)));
}

const times = (count: number) => (count === 1 ? 'once' : counted(count, 'time'));
const sentence = new Intl.ListFormat('en', { type: 'conjunction' });
const list = (words: readonly string[]) => sentence.format(words).replace(/, and /, ' and ');
/** A file's name is told as it is written, at the beginning of a sentence too. */
const capital = (text: string) =>
  /^\S+\.\w+ /.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);

/** What one of that kind is called in a sentence. */
const nounOf = (kind: string) =>
  kind === 'session-unavailable' ? 'unavailable session' : kind.replaceAll('-', ' ');
