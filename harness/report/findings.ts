import { grew } from '../stats/growth.ts';
import type { ExperimentResult, FaultResult, Results, Verdict } from '../model/results.ts';

/** What all experiments on one store add up to. */
export interface Findings {
  store: string;
  /** As people call it. */
  name: string;
  /** What was tested, where the run says so. */
  packages: string | undefined;
  experiments: ExperimentResult[];
  /** Fail over unknown over pass; unknown where the store has no experiment. */
  verdict: Verdict;
  /** Writes acknowledged in experiments that read them back and are not unknown. */
  acknowledged: number;
  /** What was lost, but for what instances only failed to share. */
  writesLost: number;
  sessionsLost: number;
  /** Planned faults that took effect. */
  faults: FaultResult[];
  /** How often the app died by itself: for want of memory, and otherwise. */
  ranOut: number;
  died: number;
  /** Calls of it waited for their callbacks when there was nothing left to wait for. */
  silent: boolean;
  /** Its store called a callback more than once. */
  repeats: boolean;
  /** By kind, over all experiments. */
  anomalies: Record<string, number>;
  /** The app's heap grew with every session, and half of that or more was held one TTL after the last one. */
  leaks: boolean;
  /** Sessions or writes were lost, and only where the store does not promise to keep them. */
  forgets: boolean;
  /** Without any fault, several instances did not find each other's sessions, and nobody promised it. */
  unshared: boolean;
}

/** Findings by store, in the order of the run; a store that could not be tested has one without experiments. */
export function findingsOf(results: Results): Findings[] {
  const ids = new Set([
    ...(results.stores ?? []).map(({ id }) => id),
    ...results.experiments.map(({ store }) => store),
    ...results.claims.map(({ store }) => store),
  ]);
  return [...ids].map((store) => findingsOn(results, store));
}

/** A store's name as people call it; its id where the run does not say. */
export const storeName = (results: Results, store: string): string =>
  results.stores?.find(({ id }) => id === store)?.name ?? store;

function findingsOn(results: Results, store: string): Findings {
  const experiments = results.experiments.filter((experiment) => experiment.store === store);
  const judged = experiments.filter(
    (e) => e.verdict !== 'unknown' && e.growth === null && e.counts.reads > 0,
  );
  const faults = experiments.flatMap((experiment) => experiment.faults);
  const unplanned = faults.filter(({ planned }) => !planned);
  // What instances do not share is absent on the others, not lost: it has its own finding.
  const losing = experiments.filter((e) => !isUnshared(e) && e.counts.sessionsLost + e.counts.writesLost > 0);
  return {
    store,
    name: storeName(results, store),
    packages: results.stores?.find(({ id }) => id === store)?.packages,
    experiments,
    verdict: worst(experiments.map(({ verdict }) => verdict)),
    acknowledged: sum(judged, ({ writesAcknowledged }) => writesAcknowledged),
    writesLost: sum(losing, ({ writesLost }) => writesLost),
    sessionsLost: sum(losing, ({ sessionsLost }) => sessionsLost),
    faults: faults.filter(({ planned, tookEffect }) => planned && tookEffect),
    ranOut: unplanned.filter(({ kind }) => kind === 'out-of-memory').length,
    died: unplanned.filter(({ kind }) => kind === 'app-death').length,
    silent: unplanned.some(({ kind }) => kind === 'store-silent'),
    repeats: unplanned.some(({ kind }) => kind === 'store-repeats'),
    anomalies: addUp(experiments.map(({ anomalyCounts }) => anomalyCounts)),
    leaks: experiments.some(leaks),
    forgets: losing.length > 0 && losing.every((e) => e.notPromised.length > 0 && e.faults.length > 0),
    unshared: experiments.some(isUnshared),
  };
}

const sum = (experiments: readonly ExperimentResult[], of: (counts: ExperimentResult['counts']) => number) =>
  experiments.reduce((total, { counts }) => total + of(counts), 0);

/** Fail over unknown over pass; unknown for nothing at all. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.length === 0 || verdicts.includes('unknown') ? 'unknown' : 'pass';
}

function leaks({ growth }: ExperimentResult): boolean {
  const slope = growth?.app.slope;
  if (!slope) return false;
  return grew(slope) && (growth.app.heldAfterTtl ?? 0) >= 0.5;
}

function isUnshared({ instances, faults, counts, notPromised }: ExperimentResult): boolean {
  const missing = counts.readsAbsent + counts.sessionsUnavailable + counts.sessionsLost;
  return instances > 1 && faults.length === 0 && notPromised.length > 0 && missing > 0;
}

function addUp(counts: readonly Record<string, number>[]): Record<string, number> {
  const total = new Map<string, number>();
  for (const [kind, count] of counts.flatMap((each) => Object.entries(each))) {
    total.set(kind, (total.get(kind) ?? 0) + count);
  }
  return Object.fromEntries(total);
}
