import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import assert from 'node:assert/strict';
import { invocationFrom } from './invocation.mjs';

async function folder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'holdfast-invocation-'));
  t.after(() => rm(path, { recursive: true, force: true }));
  await mkdir(join(path, 'clone/reports'), { recursive: true });
  await mkdir(join(path, "it's mine"));
  await mkdir(join(path, 'project/node_modules/holdfast'), { recursive: true });
  return path;
}

test('a command is called by what runs in the folder: npm in the clone, npx where it is installed, else node', async (t) => {
  const path = await folder(t);
  const clone = join(path, 'clone');
  assert.equal(invocationFrom(clone, clone), 'npm run holdfast --');
  assert.equal(invocationFrom(join(clone, 'reports'), clone), 'node ../bin/holdfast.mjs');
  assert.equal(
    invocationFrom(clone, join(path, "it's mine")),
    String.raw`node '../it'\''s mine/bin/holdfast.mjs'`,
  );
  const project = join(path, 'project');
  assert.equal(invocationFrom(project, join(project, 'node_modules/holdfast')), 'npx holdfast');
});

test('in an image a command is called by what the image says', () =>
  assert.equal(invocationFrom('/work', '/holdfast/dist', 'holdfast'), 'holdfast'));

test('a clone that is linked into a project is called as its package', async (t) => {
  const path = await folder(t);
  const [clone, project] = [join(path, 'clone'), join(path, 'project')];
  await rm(join(project, 'node_modules/holdfast'), { recursive: true });
  await symlink(clone, join(project, 'node_modules/holdfast'));
  assert.equal(invocationFrom(project, clone), 'npx holdfast');
});
