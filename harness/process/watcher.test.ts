import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { idOf, sleeper } from './testing.ts';

/** Has a process watch others and end as it is told to: it says so when the watching has begun. */
async function watchAndEnd(processes: readonly object[], end: string): Promise<void> {
  const url = JSON.stringify(new URL('watcher.ts', import.meta.url).href);
  const script = `
    const { watch } = await import(${url});
    const release = watch(${JSON.stringify(processes)});
    ${end}`;
  const harness = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
  await once(harness, 'exit');
}

const KILLED = "process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000);";

test('what is watched ends with the harness, though it is stopped and though nothing else watches', async () => {
  await using stopped = sleeper();
  await using other = sleeper();
  process.kill(stopped.pid, 'SIGSTOP');
  await watchAndEnd([idOf(stopped), idOf(other)], KILLED);
  await stopped.gone;
  await other.gone;
});

test('what was released, and what has the number of what was watched, goes on', async () => {
  await using released = sleeper();
  await using stranger = sleeper();
  await using ours = sleeper();
  await watchAndEnd([idOf(released)], 'release();');
  await watchAndEnd([{ ...idOf(stranger), started: '1' }, idOf(ours)], KILLED);
  // The watcher goes through them in order.
  await ours.gone;
  assert.ok(released.runs());
  assert.ok(stranger.runs());
});
