import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { EXIT, HoldfastError } from '../../errors.ts';
import { STORE_NAMES, STORES } from '../../stores/catalogue.ts';
import { Sandbox } from '../testing/sandbox.ts';
import { installedVersion } from './installed.ts';
import { fetchPinned, pinnedFor, pinnedPackages } from './pinned.ts';

/** An npm that notes what it was asked for and lays a Prisma that says that it was started. */
const fakeNpm = `
echo "$@" >> "$NPM_LOG"
if [ "$1" = ci ]; then
  mkdir -p node_modules/prisma/build
  cat package-lock.json > "$NPM_LOG.lock"
  echo 'require("fs").writeFileSync("generated", process.argv[2])' > node_modules/prisma/build/index.js
fi`;

function sandboxWithNpm(script: string): Sandbox {
  const sandbox = new Sandbox();
  sandbox.env['NPM_LOG'] = join(sandbox.root, 'npm.log');
  sandbox.script('npm', script);
  return sandbox;
}

test('packages that nobody installs are fetched once as their lock says, and the client is made of them', async () => {
  using sandbox = sandboxWithNpm(fakeNpm);
  await fetchPinned('prisma', sandbox.options());
  const { folder } = pinnedPackages('prisma', sandbox.options()) ?? assert.fail();
  assert.equal(await readFile(join(folder, 'generated'), 'utf8'), 'generate');
  const log = await readFile(join(sandbox.root, 'npm.log'), 'utf8');
  assert.match(log, /^ci --ignore-scripts .*\nprune --omit=dev .*\n$/);
  assert.equal(
    await readFile(join(sandbox.root, 'npm.log.lock'), 'utf8'),
    await readFile(new URL('../../../tools/prisma/package-lock.json', import.meta.url), 'utf8'),
  );
  await fetchPinned('prisma', sandbox.options());
  assert.equal(await readFile(join(sandbox.root, 'npm.log'), 'utf8'), log);
});

test('where npm or the generator fails, one message says so and what to try, and nothing looks finished', async () => {
  const failing: [script: string, said: RegExp][] = [
    [
      'echo "npm error network request failed" >&2; exit 1',
      /^the packages of prisma could not be fetched: npm ended with code 1: npm error network/,
    ],
    [
      'mkdir -p node_modules/prisma/build; echo "throw new Error(\'no schema\')" > node_modules/prisma/build/index.js',
      /^the packages of prisma could not be fetched: \S+ ended with code 1: .*no schema/,
    ],
  ];
  for (const [script, said] of failing) {
    using sandbox = sandboxWithNpm(script);
    await assert.rejects(fetchPinned('prisma', sandbox.options()), (error) => {
      assert.ok(error instanceof HoldfastError);
      assert.equal(error.exitCode, EXIT.unavailable);
      assert.match(error.message, said);
      assert.match(error.next ?? '', /npm reaches its registry/);
      return true;
    });
    assert.deepEqual(await readdir(join(sandbox.cacheDir, 'packages')), []);
  }
});

test('a store whose packages are installed has none fetched', async () => {
  using sandbox = sandboxWithNpm('exit 1');
  assert.equal(pinnedPackages('redis', sandbox.options()), undefined);
  await fetchPinned('redis', sandbox.options());
  assert.ok(!existsSync(sandbox.cacheDir));
});

test("every store's packages are pinned where it says, on the express-session that the app has", () => {
  for (const store of STORE_NAMES.filter((name) => STORES[name].pinnedIn !== undefined)) {
    const { dependencies } = pinnedFor(store) ?? assert.fail();
    assert.deepEqual(Object.keys(dependencies).toSorted(), [...STORES[store].npm].toSorted());
    assert.equal(dependencies['express-session'], installedVersion('express-session'));
  }
});
