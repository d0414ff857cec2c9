import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../../test/holdfast.ts';
import { MARK_FILE } from './mark.ts';
import { descendantsOf } from '../platform/process/descendants.ts';
import { startReaper, type ReaperMessage } from './reaper.ts';
import { idOf, sleeper } from './testing.ts';

/** Has a reaper read these lines and its input end, and waits for its own end. */
async function reap(...messages: readonly (ReaperMessage | string)[]): Promise<void> {
  const script = fileURLToPath(new URL('reaper-main.ts', import.meta.url));
  const reaper = spawn(process.execPath, [script], { stdio: ['pipe', 'ignore', 'inherit'] });
  for (const line of messages)
    reaper.stdin.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`);
  reaper.stdin.end();
  await once(reaper, 'exit');
}

test('what is owned is killed when the input ends, and what was released is not', async () => {
  await using ours = sleeper();
  await using released = sleeper();
  await reap({ own: idOf(ours) }, { own: idOf(released) }, { release: released.pid });
  await ours.gone;
  assert.ok(released.runs());
});

test('a process whose number has become that of another one is left alone', async () => {
  await using stranger = sleeper();
  await reap({ own: { ...idOf(stranger), started: '1' } });
  assert.ok(stranger.runs());
});

test('a line that is no message of the harness is no command', async () => {
  await using folder = await temporaryFolder();
  await using stranger = sleeper();
  const path = join(folder.path, 'of a stranger');
  mkdirSync(path);
  await reap(`+${stranger.pid}`, `~${path}`, '{"own":', 'null', '"own"', '[]', '{}');
  assert.ok(stranger.runs());
  assert.ok(existsSync(path));
});

test('a folder that this run did not make is never removed, whatever it is called', async () => {
  await using folder = await temporaryFolder();
  const [bare, marked] = [join(folder.path, 'bare'), join(folder.path, 'marked by another run')];
  for (const path of [bare, marked]) mkdirSync(path);
  writeFileSync(join(marked, MARK_FILE), JSON.stringify({ token: 'another' }));
  for (const path of [bare, marked]) await reap({ folder: { path, markFile: MARK_FILE, token: 'ours' } });
  assert.ok(existsSync(bare) && existsSync(marked));
});

test('a folder with a line break in its name is made and removed, and the folder that its second line names is not', async () => {
  await using folder = await temporaryFolder();
  const stranger = join(folder.path, 'of a stranger');
  mkdirSync(stranger);
  const owned = join(folder.path, `odd\n~${stranger}`);
  mkdirSync(owned, { recursive: true });
  const made = join(owned, 'data');
  {
    await using reaper = startReaper();
    reaper.makeFolder(made);
    assert.ok(existsSync(join(made, MARK_FILE)));
    assert.throws(() => reaper.makeFolder(stranger), /EEXIST/);
  }
  assert.ok(!existsSync(made));
  assert.ok(existsSync(stranger));
});

test('a folder that cannot be marked is not left', async () => {
  await using folder = await temporaryFolder();
  // A path so long that the folder has room in it, and the name of its mark has not.
  let path = folder.path;
  while (path.length < 3900) path = join(path, 'a'.repeat(100));
  mkdirSync(path, { recursive: true });
  const last = join(path, 'b'.repeat(4080 - path.length));
  await using reaper = startReaper();
  assert.throws(() => reaper.makeFolder(last), /ENAMETOOLONG/);
  assert.ok(!existsSync(last));
});

test('a reaper that somebody has stopped or killed is not waited for, and leaves no folder', async () => {
  for (const signal of ['SIGSTOP', 'SIGKILL'] as const) {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'data');
    const before = new Set(await descendantsOf(process.pid));
    {
      await using reaper = startReaper({ limitMs: 200 });
      reaper.makeFolder(path);
      const pid = (await descendantsOf(process.pid)).find((each) => !before.has(each));
      process.kill(pid ?? 0, signal);
    }
    assert.ok(!existsSync(path));
  }
});
