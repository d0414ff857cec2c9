import type { ClaimResult, ExperimentResult } from '../report/results.ts';

/** What the test of a claim comes to; the rest of its row is in the catalogue. */
export type Finding = Pick<ClaimResult, 'measured' | 'verdict' | 'reason'>;

/** A statement that people are told about a store, and how this run's experiments put it to the test. */
export interface Claim {
  id: string;
  /** The store that it is about. */
  store: string;
  text: string;
  /** Where it is made. */
  source: string;
  /** Names of the experiments that it rests on, without the store. */
  experiments: readonly string[];
  /** Called only when every experiment of the claim is there and can be trusted. */
  judge(experiments: readonly ExperimentResult[]): Finding;
}

/** Puts a claim to the test. Unknown where an experiment is missing or spoiled, with the reason. */
export function testClaim(claim: Claim, results: readonly ExperimentResult[]): ClaimResult {
  const { id, store, text, source } = claim;
  const ids = claim.experiments.map((name) => `${store}/${name}`);
  const row = { id, store, text, source, experiments: ids };
  const found: ExperimentResult[] = [];
  for (const wanted of ids) {
    const result = results.find((experiment) => experiment.id === wanted);
    if (result === undefined) return { ...row, ...unknown(`${wanted} was not run`) };
    const [problem] = result.problems;
    if (problem !== undefined) return { ...row, ...unknown(`${wanted}: ${problem}`) };
    found.push(result);
  }
  return { ...row, ...claim.judge(found) };
}

/** A finding that nothing can be said. */
export function unknown(reason: string, measured = 'not measured'): Finding {
  return { measured, verdict: 'unknown', reason };
}

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
