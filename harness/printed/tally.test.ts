import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tally } from './tally.ts';

test('lines that differ in numbers count together, and show those that they have in common', () => {
  const tally = new Tally();
  for (let user = 1; user <= 300; user++)
    tally.add(`user ${user}: connect ECONNREFUSED 127.0.0.1:6379`, user);
  tally.add('another failed', 0.5);
  assert.deepEqual(tally.most(10), [
    { text: 'user #: connect ECONNREFUSED 127.0.0.1:6379', count: 300, atMs: 1 },
    { text: 'another failed', count: 1, atMs: 0.5 },
  ]);
  assert.equal(tally.most(1).length, 1);
  assert.equal(tally.hasLetGo, false);
});

test('what was counted can be counted together once more', () => {
  const [one, all] = [new Tally(), new Tally()];
  one.add('user 1 of 3 failed', 5);
  one.add('user 2 of 3 failed', 6);
  for (const { text, count, atMs } of one.most(1)) all.add(text, atMs, count);
  all.add('user 9 of 3 failed', 2, 4);
  assert.deepEqual(all.most(1), [{ text: 'user # of 3 failed', count: 6, atMs: 2 }]);
});

test('a log whose every line is another one takes no more memory, and hides no frequent line', () => {
  const tally = new Tally();
  for (let n = 0; n < 20_000; n++) {
    const word = String(n).replaceAll(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '');
    tally.add(`${word} failed`, n);
    if (n > 10_000 && n % 50 === 0) tally.add('the one that comes late failed', n);
  }
  const [most] = tally.most(1000);
  assert.ok(tally.most(1000).length <= 200);
  assert.deepEqual(most, { text: 'the one that comes late failed', count: 199, atMs: 10_050 });
  assert.equal(tally.hasLetGo, true);
});
