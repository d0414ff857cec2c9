import { worst } from '../report/findings.ts';
import type { ExperimentResult, Verdict } from '../report/results.ts';
import type { PromiseTest } from './comparison.ts';

const OUTCOMES: Record<Verdict, PromiseTest['outcome']> = {
  pass: 'kept',
  fail: 'broken',
  unknown: 'unknown',
};

/**
 * What became of each promise that was put to the test. Kept: every experiment that tests it passed. What a store never
 * promised is listed, with whether it did it all the same.
 */
export function promisesOf(numbered: readonly (readonly [number, ExperimentResult])[]): PromiseTest[] {
  const made = new Set(numbered.flatMap(([, { promises }]) => promises.map(({ id }) => id)));
  const others = new Set(numbered.flatMap(([, { notPromised }]) => notPromised));
  return [
    ...[...made].map((id): PromiseTest => {
      const testing = numbered.filter(([, { promises }]) => promises.some((promise) => promise.id === id));
      const verdict = worst(testing.map(([, each]) => each.verdict));
      const source = testing[0]?.[1].promises.find((promise) => promise.id === id)?.source;
      return { ...common(id, testing, verdict), outcome: OUTCOMES[verdict], source };
    }),
    ...[...others].map((id): PromiseTest => {
      const testing = numbered.filter(([, { notPromised }]) => notPromised.includes(id));
      const verdict = worst(testing.map(([, each]) => each.verdict));
      return { ...common(id, testing, verdict), outcome: 'not promised', source: undefined };
    }),
  ];
}

const common = (id: string, testing: readonly (readonly [number, ExperimentResult])[], verdict: Verdict) => ({
  id,
  passed: verdict === 'pass',
  experiments: testing.map(([index]) => index),
});
