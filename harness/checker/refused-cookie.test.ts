import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judged } from './oracle/story.ts';
import { table } from './oracle/table.ts';

table('refused-cookie', [
  ['a cookie that a browser keeps and sends', 'pass', '0-1 c create browsed\n2-3 c read'],
  [
    'a cookie that a browser does not keep',
    { 'refused-cookie': 1 },
    '0-1 c create refused=None-without-Secure\n2-3 c write a=1\n4-5 c read a -> 1',
  ],
  [
    'each response that carries one counts, whatever became of its operation',
    { 'refused-cookie': 2 },
    '0-1 c create refused=Domain\n2-3 c write a=1 info refused=Domain',
  ],
  [
    'the client kept it, so that what is lost is lost by the store',
    { 'refused-cookie': 1, 'lost-session': 1 },
    '0-1 c create refused=Domain\n2-3 c read absent\n4-5 c read absent',
  ],
  [
    'a login by which the new session gets one counts once',
    { 'refused-cookie': 1 },
    '0-1 c create browsed\n2-3 c regenerate next=u fresh refused=Domain\n4-5 c@u read',
  ],
  ['cookies that nobody looked at test nothing', 'unknown', '0-1 c create carried\n2-3 c read'],
]);

test('the witness has the reason and the header', () => {
  const { anomalies } = judged('0-1 c create refused=Domain:connect.sid');
  assert.match(anomalies[0]?.summary ?? '', /the right cookie of session s: Domain:connect\.sid/);
  assert.match(anomalies[0]?.witness[0]?.remark ?? '', /a browser parts from this client/);
});
