import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { found, run } from './experiment.ts';

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
