import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { temporaryFolder } from '../../test/holdfast.ts';
import { MARK_FILE } from './mark.ts';
import { removeOwned } from './remove-owned.ts';

function marked(parent: string): string {
  const folder = join(parent, 'data');
  mkdirSync(join(folder, 'server'), { recursive: true });
  writeFileSync(join(folder, MARK_FILE), '{}');
  return folder;
}

test('a folder in which somebody still writes goes when that is over', async () => {
  await using parent = await temporaryFolder();
  const folder = marked(parent.path);
  const script = 'for i in 1 2 3 4 5 6 7 8 9 10; do touch server/$i; sleep 0.05; done';
  const writer = spawn('sh', ['-c', script], { cwd: folder, stdio: 'ignore' });
  const over = once(writer, 'exit');
  await removeOwned(folder, MARK_FILE);
  await over;
  assert.ok(!existsSync(folder));
});

test('what cannot be removed keeps its mark, by which the next run knows it', async (t: TestContext) => {
  await using parent = await temporaryFolder();
  const folder = marked(parent.path);
  const busy = join(folder, 'server');
  // Not of Holdfast's own, and so nobody's to unmount.
  if (spawnSync('mount', ['-t', 'tmpfs', 'none', busy], { stdio: 'ignore' }).status !== 0) {
    t.skip('nothing can be mounted here');
    return;
  }
  try {
    await assert.rejects(removeOwned(folder, MARK_FILE), /busy/i);
    assert.ok(existsSync(join(folder, MARK_FILE)));
  } finally {
    spawnSync('umount', [busy]);
  }
  await removeOwned(folder, MARK_FILE);
  assert.ok(!existsSync(folder));
});
