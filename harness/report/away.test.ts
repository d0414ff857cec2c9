import assert from 'node:assert/strict';
import { test } from 'node:test';
import { awayInWords } from './away.ts';
import { fault } from './testing/experiments.ts';

test('how long the app was away is a time, never, for good, or unknown', () => {
  const crash = fault('app-crash', 1000);
  const { unavailableMs: _, ...seen } = crash;
  assert.equal(awayInWords(crash), '905 ms');
  assert.equal(awayInWords({ ...crash, unavailableMs: 0 }), 'not away');
  assert.equal(
    awayInWords({ ...crash, unavailableMs: 0, noneServedMs: 2300 }),
    'all waited 2.3 s',
    'what is answered in the end has been waited for',
  );
  assert.equal(awayInWords({ ...seen, recovery: { verdict: 'fail' } }), 'never back');
  assert.equal(awayInWords({ ...seen, recovery: { verdict: 'unknown' } }), 'unknown');
  assert.equal(awayInWords(seen), 'unknown', 'results of an older version');
});
