/** Claims held against made-up experiments, for tests only. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { experiment } from '../report/testing/experiments.ts';
import { allShown } from '../report/testing/runs.ts';
import type { ClaimResult, ExperimentResult } from '../model/results.ts';
import { CLAIMS } from './catalogue.ts';
import { testClaim } from './claim.ts';

/** What was seen in an experiment; what is not said is as in a healthy one, where nothing was counted. */
export type Seen = Partial<
  Pick<
    ExperimentResult,
    'figures' | 'faults' | 'anomalyCounts' | 'anomalies' | 'notes' | 'verdict' | 'problems'
  > & {
    counts: Partial<ExperimentResult['counts']>;
    /** Occasions by the kind of anomaly. */
    tested: Record<string, number>;
  }
>;

/** What was seen in each experiment of a claim, by its name without the store. */
export type Observed = Record<string, Seen>;

/** The verdict, in words why, and what was seen that leads to it. */
export type Case = readonly [verdict: ClaimResult['verdict'], why: string, observed: Observed];

/** One test a case: what was seen leads to this verdict, with a condition or a reason where one is due. */
export function testVerdicts(id: string, store: string, cases: readonly Case[]): void {
  for (const [verdict, why, observed] of cases)
    test(`${id} on ${store} is ${verdict} where ${why}`, () => {
      const result = judged(id, store, observed);
      assert.equal(result.verdict, verdict, result.measured);
      assert.equal(result.onlyIf !== undefined, verdict === 'true only if');
      if (verdict === 'unknown') assert.ok(result.reason);
    });
}

/** Puts a claim to the test on made-up experiments. */
export function judged(id: string, store: string, observed: Observed): ClaimResult {
  const claim = CLAIMS.find((each) => each.id === id && each.store === store);
  assert.ok(claim, `${id} is not about ${store}`);
  const unused = Object.keys(observed).filter((name) => !Object.hasOwn(claim.experiments, name));
  assert.deepEqual(unused, [], `${id} does not rest on these`);
  const experiments = Object.keys(claim.experiments).map((name) => made(store, name, observed[name] ?? {}));
  return testClaim(claim, experiments);
}

/** A made-up experiment in which this was seen. */
export function made(store: string, name: string, { counts, tested = {}, ...seen }: Seen): ExperimentResult {
  const healthy = experiment(store);
  return experiment(store, {
    id: `${store}/${name}`,
    ...seen,
    counts: { ...healthy.counts, ...counts },
    checkers: Object.entries(tested).map(([checker, occasions]) => {
      const count = seen.anomalyCounts?.[checker] ?? 0;
      const verdict = occasions === 0 ? 'unknown' : count > 0 ? 'fail' : 'pass';
      return { checker, verdict, count, tested: occasions };
    }),
  });
}

/** An anomaly at a key. */
export const anomaly = (kind: string, key: string): ExperimentResult['anomalies'][number] => ({
  kind,
  session: 's',
  key,
  atMs: 1,
  summary: '',
  witness: [],
});

/** So many logouts, of which so many were open to a copy of the cookies, and to the browser's own. */
export const left = (logouts: number, opened: number, own = opened): Seen => ({
  figures: {
    logouts,
    'own.opened': own,
    'copy.opened': opened,
    'copy.looked later': logouts,
    'copy.opened later': opened,
  },
});

/** So many looks at sessions after their time, of which so many found one. */
export const late = (found: number, asked = 20): Seen => ({
  anomalyCounts: { 'late-expiry': found },
  tested: { 'late-expiry': asked },
});

/** The experiments of a made-up proof in which all was shown, with one of them changed. */
export function changed(id: string, change: (experiment: ExperimentResult) => void): ExperimentResult[] {
  const experiments = structuredClone(allShown().experiments);
  const found = experiments.find((each) => each.id === id);
  assert.ok(found, `no experiment ${id}`);
  change(found);
  return experiments;
}

/** What comes of all claims of that id on a store. */
export const resultsOf = (
  experiments: readonly ExperimentResult[],
  id: string,
  store: string,
): ClaimResult[] =>
  CLAIMS.filter((claim) => claim.id === id && claim.store === store).map((claim) =>
    testClaim(claim, experiments),
  );

/** The verdict on the first of them. */
export const verdictOn = (experiments: readonly ExperimentResult[], id: string, store: string) =>
  resultsOf(experiments, id, store)[0]?.verdict;
