import assert from 'node:assert/strict';
import { test } from 'node:test';
import pWaitFor from 'p-wait-for';
import { sleeper } from '../../process/testing.ts';
import { stoppedAmong } from './state.ts';

test('what is stopped is named; what goes on, is gone or was never there is not', async () => {
  await using stopped = sleeper();
  await using running = sleeper();
  const among = [
    { name: 'stopped', pid: stopped.pid },
    { name: 'running', pid: running.pid },
    { name: 'never there', pid: undefined },
    { name: 'not running', pid: 0 },
    { name: 'gone', pid: 2 ** 22 + 1 },
  ];
  assert.deepEqual(await stoppedAmong(among), []);
  process.kill(stopped.pid, 'SIGSTOP');
  await pWaitFor(async () => (await stoppedAmong(among)).length > 0, { interval: 5, timeout: 60_000 });
  assert.deepEqual(await stoppedAmong(among), ['stopped']);
});
