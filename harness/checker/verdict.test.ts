import assert from 'node:assert/strict';
import test from 'node:test';
import { judged } from './oracle/story.ts';
import { compose, experimentVerdict } from './verdict.ts';

test('false over unknown over true, and of nothing nothing is known', () => {
  assert.equal(compose(['pass', 'unknown', 'fail']), 'fail');
  assert.equal(compose(['pass', 'unknown', 'pass']), 'unknown');
  assert.equal(compose(['pass', 'pass']), 'pass');
  assert.equal(compose([]), 'unknown');
});

const SOUND = '0-1 c create\n2-3 c write a=1\n4-5 c read a -> 1';

test('what an experiment was made to test and could not leaves it unknown', () => {
  const { checkers } = judged(SOUND);
  assert.equal(experimentVerdict(checkers), 'pass');
  assert.equal(experimentVerdict(checkers, ['lost-write']), 'pass');
  assert.equal(experimentVerdict(checkers, ['lost-write', 'resurrection']), 'unknown');
});

test('an anomaly that nobody looked for fails an experiment all the same', () => {
  const { checkers } = judged(`${SOUND}\n6-7 c regenerate kept`);
  assert.equal(experimentVerdict(checkers, ['lost-write']), 'fail');
});
