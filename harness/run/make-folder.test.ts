import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { EXIT, HoldfastError } from '../errors.ts';
import { makeRunFolder } from './folder.ts';

async function temporary(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'holdfast-folder-'));
  t.after(() => rm(path, { recursive: true, force: true }));
  return path;
}

test('runs that start in the same second have folders of their own, under their own names', async (t) => {
  const reports = join(await temporary(t), 'deep', 'reports');
  const plan = { name: '2026-01-01T00-00-00-run' };
  const made = await Promise.all(Array.from({ length: 4 }, () => makeRunFolder(reports, plan)));
  const names = made.map(({ plan: { name } }) => name).toSorted();
  assert.deepEqual(names, [plan.name, ...[2, 3, 4].map((at) => `${plan.name}-${at}`)]);
  assert.deepEqual((await readdir(reports)).toSorted(), names);
  for (const { folder, plan: named } of made) assert.equal(folder, join(reports, named.name));
});

test('a folder that cannot be made is refused with what to do, also where its parent is there', async (t) => {
  const path = await temporary(t);
  await writeFile(join(path, 'file'), '');
  const places = [join(path, 'file'), join(path, 'file', 'deep')];
  if (process.platform === 'linux') places.push('/proc/foo', '/proc/foo/bar');
  for (const reports of places) {
    await assert.rejects(makeRunFolder(reports, { name: 'x' }), (error: unknown) => {
      assert.ok(error instanceof HoldfastError);
      assert.equal(error.exitCode, EXIT.unavailable);
      assert.match(error.message, /could not be made: /);
      assert.match(error.next ?? '', /--reports/);
      return true;
    });
  }
});
