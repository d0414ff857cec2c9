import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Cookies, NO_EXPIRY } from '../scenarios/lib/cookies.ts';
import { found, run } from './experiment.ts';

const sent = (value: string, more: { max_age?: number; expires?: number } = {}) => ({
  'connect.sid': [{ value, max_age: 0, expires: NO_EXPIRY, ...more }],
});

test('a client drops the cookies that a browser drops: too big, or over', () => {
  const cookies = new Cookies();
  assert.equal(cookies.take(sent('s%3Aone.sig'), 1000), false);
  assert.equal(cookies.take(sent('x'.repeat(4096)), 1000), true);
  assert.equal(cookies.header(1000), 'connect.sid=s%3Aone.sig');
  assert.deepEqual(cookies.ids(), ['one']);
  assert.equal(cookies.take(sent('x'.repeat(4096 - 'connect.sid'.length), { expires: 2000 }), 1000), false);
  assert.notEqual(cookies.header(1999), '');
  assert.equal(cookies.header(2000), '');
  cookies.keepsExpired = true;
  assert.notEqual(cookies.header(2000), '');
  cookies.take(sent('', { expires: 1 }), 1000);
  assert.equal(cookies.header(1000), '');
});

test('a client that shows an id of its own keeps the old one to itself', () => {
  const cookies = new Cookies();
  cookies.take(sent('s%3Aone.sig', { max_age: 5 }), 1000);
  const copy = cookies.copy();
  copy.take(sent('s%3Atwo.sig'), 1000);
  assert.deepEqual([cookies.ids(), copy.ids(), cookies.forged('mine').ids()], [['one'], ['two'], ['mine']]);
});

// They wait more than they work, and what they promise does not depend on who else is busy.
describe('workloads on MemoryStore', { concurrency: 2 }, () => {
  for (const [workload, ...flags] of [
    ['counter'],
    ['login'],
    ['payload'],
    ['expiry'],
    ['expiry', '--rolling'],
  ] as const) {
    test(`${[workload, ...flags].join(' ')} finds nothing, and every checker that it is for had something to test`, async () => {
      const duration = workload === 'expiry' ? '800ms' : '1500ms';
      const { code, result } = await run([
        '--store',
        'memory',
        '--workload',
        workload,
        '--duration',
        duration,
        ...flags,
      ]);
      assert.deepEqual(found(result), []);
      assert.equal(result.verdict, 'pass', JSON.stringify(result.checkers));
      assert.equal(code, 0);
    });
  }

  test('tabs loses updates that overlap, and nothing else', async () => {
    const { code, result } = await run(['--store', 'memory', '--workload', 'tabs', '--duration', '1500ms']);
    assert.deepEqual(found(result), ['lost-update']);
    assert.equal(code, 1);
  });
});
