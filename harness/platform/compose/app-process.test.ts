import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import pWaitFor from 'p-wait-for';
import { appProcess, containedTime } from './app-process.ts';

const skip = process.platform === 'linux' ? false : 'only Linux tells';

/** As a container's first process starts the app. */
function shellWithNode(): Disposable & { pid: number } {
  const line = `"${process.execPath}" -e 'setInterval(() => {}, 1000)' & echo $!; wait`;
  const shell = spawn('sh', ['-c', line], { stdio: 'ignore', detached: true });
  const pid = shell.pid as number;
  return { pid, [Symbol.dispose]: () => void process.kill(-pid, 'SIGKILL') };
}

test('the app in a container is the Node that its first process has started', { skip }, async () => {
  using shell = shellWithNode();
  // Here it is no container: whatever its group is called stands for the id.
  const id = (await readFile(`/proc/${shell.pid}/cgroup`, 'utf8')).trim().slice(-4);
  await pWaitFor(() => appProcess({ ...shell, id }).then(Boolean, () => false), { interval: 20 });
  assert.notEqual(await appProcess({ ...shell, id }), shell.pid);
  assert.ok((await containedTime({ ...shell, id })).ranMs > 0);
});

test('a process of that number which is in no such container is none of ours', { skip }, async () => {
  using shell = shellWithNode();
  const id = 'd46d67354c3dc9b872e27141e28da05ef6d3a32fdfd72fcef53ecff0ab5d116f';
  await assert.rejects(appProcess({ ...shell, id }), /is in no container/);
  await assert.rejects(appProcess({ ...shell, id: undefined }), /is in no container/);
});
