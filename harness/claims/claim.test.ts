import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mongoMissing } from '../report/testing/runs.ts';
import { resultsOf } from './testing.ts';

test('a claim whose experiment was not run is unknown and says which', () => {
  const [missing] = resultsOf(mongoMissing().experiments, 'C6', 'mongo');
  assert.equal(missing?.verdict, 'unknown');
  assert.match(missing?.reason ?? '', /mongo\/restart was not run/);
});
