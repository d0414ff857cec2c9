import { worst } from '../report/findings.ts';
import type { ExperimentResult } from '../model/results.ts';
import type { PromiseTest } from './comparison.ts';

/**
 * What became of each promise that was put to the test. Kept: every experiment that tests it had occasion to show
 * otherwise, and did not. An experiment may fail for something that no promise speaks of. What a store never promised is
 * listed, with whether its experiments passed all the same.
 */
export function promisesOf(numbered: readonly (readonly [number, ExperimentResult])[]): PromiseTest[] {
  const made = new Set(numbered.flatMap(([, { promises }]) => promises.map(({ id }) => id)));
  const others = new Set(numbered.flatMap(([, { notPromised }]) => notPromised));
  return [
    ...[...made].map((id): PromiseTest => {
      const testing = numbered.filter(([, { promises }]) => promises.some((promise) => promise.id === id));
      const tests = testing.flatMap(([, { promises }]) => promises.filter((promise) => promise.id === id));
      const outcome = outcomeOf(tests.map(({ verdict = 'not tested' }) => verdict));
      const source = tests[0]?.source;
      return { id, experiments: positions(testing), outcome, passed: outcome === 'kept', source };
    }),
    ...[...others].map((id): PromiseTest => {
      const testing = numbered.filter(([, { notPromised }]) => notPromised.includes(id));
      const standings = testing.map(([, each]) => each.unpromised?.find((one) => one.id === id)?.verdict);
      // Older results say only whether the experiments passed.
      const isDone = standings.includes(undefined)
        ? worst(testing.map(([, each]) => each.verdict)) === 'pass'
        : standings.every((standing) => standing === 'kept');
      return {
        id,
        experiments: positions(testing),
        outcome: 'not promised',
        passed: isDone,
        source: undefined,
      };
    }),
  ];
}

function outcomeOf(verdicts: readonly ('kept' | 'broken' | 'not tested')[]): PromiseTest['outcome'] {
  if (verdicts.includes('broken')) return 'broken';
  return verdicts.every((verdict) => verdict === 'kept') ? 'kept' : 'unknown';
}

const positions = (testing: readonly (readonly [number, ExperimentResult])[]) =>
  testing.map(([index]) => index);
