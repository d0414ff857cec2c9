import assert from 'node:assert/strict';
import { test } from 'node:test';
import { processorTime } from './processor-time.ts';

test(
  'a process has had the more of the processors the longer it ran',
  { skip: process.platform === 'linux' ? false : 'only Linux counts it' },
  async () => {
    const before = await processorTime(process.pid);
    let after = before;
    for (let sum = 0; after.ranMs <= before.ranMs; after = await processorTime(process.pid))
      for (let at = 0; at < 1e6; at++) sum += at;
    assert.ok(after.allThreadsRanMs >= after.ranMs);
    assert.ok(after.waitedMs >= before.waitedMs);
  },
);

test('of a process that is gone nothing is told', async () => {
  await assert.rejects(processorTime(2 ** 22 + 1));
});
