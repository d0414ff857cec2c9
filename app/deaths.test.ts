import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../test/holdfast.ts';
import { readDeaths } from './deaths.ts';

const NONE = { oom_kill: 0, heap_limit: 0, killed: 0, crash: 0, exit: 0 };

test('a container that was never restarted tells of no deaths', async () => {
  await using folder = await temporaryFolder();
  assert.deepEqual(await readDeaths(join(folder.path, 'deaths')), NONE);
});

test('deaths are counted by reason, and words that are none are passed over', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'deaths');
  await writeFile(file, 'oom_kill\nexit\noom_kill\nsomething\n');
  assert.deepEqual(await readDeaths(file), { ...NONE, oom_kill: 2, exit: 1 });
});
