import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import * as runs from '../report/testing/runs.ts';
import { decide } from './decide.ts';
import { initialPolicy } from './init-policy.ts';
import { readPolicy } from './parse-policy.ts';

test('a policy made from a run decides every rule of its own on that run, and passes them', () => {
  for (const make of [
    runs.allShown,
    runs.redisLostAWrite,
    runs.mongoMissing,
    runs.emptyRun,
    runs.hundredsOfAnomalies,
  ]) {
    const results = make();
    const policy = readPolicy(initialPolicy(results), 'made');
    const own = decide(results, policy).checks.filter(({ id }) =>
      /^(?:policy\/)?(?:latency|figures|anomalies\[)/.test(id),
    );
    assert.deepEqual(
      own.filter(({ verdict }) => verdict !== 'pass'),
      [],
    );
    assert.equal(
      own.length > 0,
      results.experiments.some(({ verdict }) => verdict !== 'unknown'),
    );
  }
});

test('it allows no anomaly that was found, and says which rule would', () => {
  const text = initialPolicy(runs.redisLostAWrite());
  assert.match(text, /# {3}- \{ kind: lost-write, experiment: "redis\/restart", max: 1, because: "" \}/);
  assert.deepEqual(readPolicy(text, 'made').anomalies, []);
  assert.equal(decide(runs.redisLostAWrite(), readPolicy(text, 'made')).verdict, 'fail');
});

test('whatever things are called, it is a policy', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), (name) => {
      assert.equal(readPolicy(initialPolicy(runs.named(name)), 'made').policy, 1);
    }),
    { numRuns: 100 },
  );
});
