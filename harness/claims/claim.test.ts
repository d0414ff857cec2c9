import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mongoMissing } from '../report/testing/runs.ts';
import { resultsOf } from './testing.ts';

test('a claim whose experiment was not run is unknown and says which', () => {
  const [missing] = resultsOf(mongoMissing().experiments, 'C6', 'mongo');
  assert.equal(missing?.verdict, 'unknown');
  assert.match(missing?.reason ?? '', /mongo\/restart was not run/);
});

test('a claim whose experiment served too little is not shown by silence', () => {
  const says = ['the app served 8 % of what was asked: 92 % failed (500: 1,398)'];
  const { experiments } = mongoMissing();
  const [shown] = resultsOf(experiments, 'C5', 'redis');
  assert.equal(shown?.verdict, 'shown');
  const unserved = experiments.map((each) => {
    const none = { served: 0, refused: 0, failed: 0, unknown: 0 };
    const service = { unservedAllowed: 0.01, recoverWithinMs: 30_000, total: none, outside: none, says };
    return { ...each, availability: { ...service, answers: {}, instances: [], phases: [] } };
  });
  const [open] = resultsOf(unserved, 'C5', 'redis');
  assert.equal(open?.verdict, 'unknown');
  assert.match(open?.reason ?? '', /^redis\/restart: the app served 8 % of what was asked/);
});
