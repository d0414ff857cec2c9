import assert from 'node:assert/strict';
import { test } from 'node:test';
import { made, resultsOf } from './testing.ts';

const WARNING =
  'app-1 printed before its first request: Warning: connect.session() MemoryStore is not designed';

/** The verdict where these were noted in production and in development. */
function told(production: string[], development: string[]) {
  const experiments = [
    made('memory', 'growth', { notes: production }),
    made('memory', 'two-instances', { notes: development }),
  ];
  return resultsOf(experiments, 'C4', 'memory')[0]?.verdict;
}

test('the warning is shown only if it comes in production and does not in development', () => {
  assert.equal(told([WARNING], []), 'shown');
  assert.equal(told([], []), 'refuted');
  assert.equal(told([WARNING], [WARNING]), 'refuted');
});
