import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';

const HOOK = new URL('other-packages.ts', import.meta.url).href;
const STORE = new URL('stores/redis.ts', import.meta.url).href;

test("the app's stores load the packages that are named from their folder, and the others as they are installed", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-packages-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  for (const name of ['connect-redis', 'ioredis']) {
    const there = join(folder, 'node_modules', name);
    await mkdir(there, { recursive: true });
    await writeFile(join(there, 'package.json'), JSON.stringify({ name, main: 'index.cjs' }));
    await writeFile(
      join(there, 'index.cjs'),
      `console.log('${name} of the folder'); exports.Redis = class {};`,
    );
  }
  const load = `await import(${JSON.stringify(STORE)}); await import(${JSON.stringify(pathToFileURL(join(folder, 'other.mjs')).href)});`;
  await writeFile(join(folder, 'other.mjs'), "await import('ioredis');");
  const { stdout } = await execa(process.execPath, ['--import', HOOK, '--input-type=module', '-e', load], {
    env: { HOLDFAST_PACKAGES: 'connect-redis,redis', HOLDFAST_PACKAGES_FOLDER: folder },
  });
  // The second line is of a file that is not the app's, which loads what stands beside it.
  assert.deepEqual(stdout.split('\n'), ['connect-redis of the folder', 'ioredis of the folder']);
});
