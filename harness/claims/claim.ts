import type { Draft } from '../plan/draft.ts';
import type { StoreName } from '../stores/catalogue.ts';
import type { ClaimResult, ExperimentResult } from '../model/results.ts';

/** What the test of a claim comes to; the rest of its row is in the catalogue. */
export type Finding = Pick<ClaimResult, 'measured' | 'verdict' | 'onlyIf' | 'reason'>;

/** A statement that people are told about a store, and how this run's experiments put it to the test. */
export interface Claim {
  id: string;
  /** The store that it is about. */
  store: string;
  text: string;
  /** Where it is made. */
  source: string;
  /** What it says is bad news for those who use the store; else it is bad news where it is refuted. */
  badIfShown?: true;
  /**
   * The experiments that it rests on, by their names without the store. Claims share one where both have it by the
   * same name: then it runs once.
   */
  experiments: Readonly<Record<string, Draft>>;
  /** Called only when every experiment of the claim is there and can be trusted. */
  judge(experiments: readonly ExperimentResult[]): Finding;
}

/** A statement about several stores: a claim on each. */
export interface Statement extends Pick<Claim, 'id' | 'text' | 'source' | 'badIfShown'> {
  stores: readonly StoreName[];
  experiments(store: StoreName): Readonly<Record<string, Draft>>;
  judge(experiments: readonly ExperimentResult[], store: StoreName): Finding;
}

/** One claim for each store that the statement is about. */
export const onEach = (statement: Statement): Claim[] =>
  statement.stores.map((store) => ({
    id: statement.id,
    store,
    text: statement.text,
    source: statement.source,
    ...(statement.badIfShown && { badIfShown: true as const }),
    experiments: statement.experiments(store),
    judge: (found) => statement.judge(found, store),
  }));

/** Puts a claim to the test. Unknown where an experiment is missing or spoiled, with the reason. */
export function testClaim(claim: Claim, results: readonly ExperimentResult[]): ClaimResult {
  const { id, store, text, source, badIfShown } = claim;
  const ids = Object.keys(claim.experiments).map((name) => `${store}/${name}`);
  const row = { id, store, text, source, experiments: ids, ...(badIfShown && { badIfShown }) };
  const found: ExperimentResult[] = [];
  for (const wanted of ids) {
    const result = results.find((experiment) => experiment.id === wanted);
    if (result === undefined) return { ...row, ...unknown(`${wanted} was not run`) };
    const [problem] = result.problems;
    if (problem !== undefined) return { ...row, ...unknown(`${wanted}: ${problem}`) };
    found.push(result);
  }
  const finding = claim.judge(found);
  const unserved = found.find(({ availability }) => (availability?.says ?? []).length > 0);
  // What nobody was served shows nothing; what was seen all the same may refute.
  if (unserved === undefined || finding.verdict === 'refuted') return { ...row, ...finding };
  return { ...row, ...unknown(`${unserved.id}: ${unserved.availability?.says[0]}`, finding.measured) };
}

/** A finding that nothing can be said. */
export function unknown(reason: string, measured = 'not measured'): Finding {
  return { measured, verdict: 'unknown', reason };
}

/** A finding that it is so, but only under a condition. */
export const trueOnlyIf = (onlyIf: string, measured: string): Finding => ({
  measured,
  verdict: 'true only if',
  onlyIf,
});

/** The experiment of that name; `testClaim` has made sure that it is there. */
export function named(experiments: readonly ExperimentResult[], name: string): ExperimentResult {
  const found = experiments.find(({ id }) => id.endsWith(`/${name}`));
  if (found === undefined) throw new Error(`the claim does not list the experiment ${name}`);
  return found;
}

export const count = (value: number): string => value.toLocaleString('en-US');

/** `1.02 KB`; a KB is 1000 bytes. */
export function bytes(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6) return `${(value / 1e6).toFixed(2)} MB`;
  return size >= 1000 ? `${(value / 1000).toFixed(2)} KB` : `${value.toFixed(0)} B`;
}

export const percent = (ratio: number): string => `${(ratio * 100).toFixed(1)} %`;
