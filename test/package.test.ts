import assert from 'node:assert/strict';
import { copyFile, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { publint } from 'publint';
import { temporaryFolder } from './holdfast.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Of which npm's own figure counts each package once. */
const [FEWER_THAN, MOST_BYTES] = [120, 40 * 1024 * 1024];
const BOTH = `console.log(typeof probe, typeof defineSubject, typeof defineConfig)`;
const FRAMEWORKS = ['fastify', 'hono', 'koa', 'node'];

/** The package as `npm pack` makes it, installed in a folder of somebody else's. */
describe('the package', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let tarball: string;
  const here = (file: string) => join(folder.path, file);
  const run = (command: string, args: readonly string[]) =>
    execa(command, args, { cwd: folder.path, reject: false, env: { NO_COLOR: '1' } });

  before(async () => {
    folder = await temporaryFolder();
    const packed = await execa('npm', ['pack', '--json', '--pack-destination', folder.path], { cwd: ROOT });
    const [, name] = /"filename": "([^"]+)"/.exec(packed.stdout) ?? [];
    assert.ok(name, packed.stdout);
    tarball = here(name);
    await writeFile(here('package.json'), '{ "name": "theirs", "private": true, "type": "commonjs" }');
    const installed = await run('npm', ['install', '--no-audit', '--no-fund', tarball]);
    assert.equal(installed.exitCode, 0, installed.stderr);
  });
  after(() => folder[Symbol.asyncDispose]());

  test('is small, and brings no package of a store', async () => {
    const { packages } = JSON.parse(await readFile(here('package-lock.json'), 'utf8')) as {
      packages: object;
    };
    const names = Object.keys(packages).filter((name) => name !== '');
    assert.ok(names.length < FEWER_THAN, `${names.length} packages`);
    assert.deepEqual(
      names.filter((name) =>
        /redis|mongo|mysql|memjs|memcached|sequelize|knex|dynamo|typeorm|prisma|\/pg$|express/.test(name),
      ),
      [],
    );
    const files = await readdir(here('node_modules'), { recursive: true, withFileTypes: true });
    const sizes = await Promise.all(
      files
        .filter((file) => file.isFile())
        .map(async (file) => (await readFile(join(file.parentPath, file.name))).length),
    );
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    assert.ok(bytes < MOST_BYTES, `${bytes} bytes`);
  });

  test('has nothing in its package.json that publint minds', async () => {
    const { messages } = await publint({ pkgDir: here('node_modules/holdfast'), strict: true });
    assert.deepEqual(messages, []);
  });

  test('holdfast answers by npx where no package of a store is installed', async () => {
    assert.match((await run('npx', ['holdfast', '--help'])).stdout, /^Usage: npx holdfast/);
    const { exitCode, stderr } = await run('npx', ['holdfast', 'check', 'nowhere']);
    assert.equal(exitCode, 64);
    assert.match(stderr, /nowhere/);
  });

  test('a store whose packages the project has not is run beside those that Holdfast is tested with', async () => {
    const flags = ['--store', 'memory', '--duration', '1s', '--clients', '5', '--rate', '50'];
    const { exitCode, stderr, stdout } = await run('npx', ['holdfast', 'run', ...flags]);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /npx holdfast check reports\//);
    assert.equal((await readdir(here('reports'))).length, 1);
  });

  test('a server that it starts for an app is asked by a client of its own, where the project has none', async () => {
    await writeFile(
      here('app.mjs'),
      `import http from 'node:http'; http.createServer((_, to) => to.end('up')).listen(process.env.PORT)`,
    );
    const app = ['--command', 'node app.mjs {redis}', '--server', 'redis'];
    const { exitCode, stderr } = await run('npx', ['holdfast', 'run', ...app]);
    assert.equal(exitCode, 64, stderr);
    assert.match(stderr, /has no probe of Holdfast/);
  });

  test('init writes a config once, and run takes an experiment from it', async () => {
    const written = await run('npx', ['holdfast', 'init', '--yes']);
    assert.equal(written.exitCode, 0, written.stderr);
    assert.match(written.stdout, /npx holdfast run load/);
    const config = await readFile(here('holdfast.config.ts'), 'utf8');
    const again = await run('npx', ['holdfast', 'init', '--yes']);
    assert.equal(again.exitCode, 64);
    assert.match(again.stderr, /^holdfast: holdfast\.config\.ts is here already/);
    assert.equal(await readFile(here('holdfast.config.ts'), 'utf8'), config);
    const flags = ['--duration', '1s', '--clients', '5', '--rate', '50', '--reports', 'from-config'];
    const { exitCode, stderr } = await run('npx', ['holdfast', 'run', 'load', ...flags]);
    assert.equal(exitCode, 0, stderr);
    assert.match(stderr, /^holdfast\.config\.ts: load$/m);
    assert.doesNotMatch(stderr, /Warning/);
    await writeFile(here('holdfast.config.ts'), config.replace("store: 'memory'", "store: 'memroy'"));
    const wrong = await run('npx', ['holdfast', 'run', 'load']);
    assert.equal(wrong.exitCode, 64);
    assert.match(wrong.stderr, /holdfast\.config\.ts:\d+:3: store: .*Did you mean "memory"\?/);
    await rm(here('holdfast.config.ts'));
  });

  test('its probes of other frameworks are there without Express, and without those frameworks', async () => {
    for (const name of FRAMEWORKS) {
      const from = `'holdfast/probe/${name}'`;
      await writeFile(here('in.mjs'), `import { probe } from ${from}; console.log(typeof probe)`);
      await writeFile(here('in.cjs'), `console.log(typeof require(${from}).probe)`);
      for (const file of ['in.mjs', 'in.cjs']) {
        const { stdout, stderr } = await run(process.execPath, [file]);
        assert.equal(stdout, 'function', stderr);
      }
    }
  });

  test('its probe for Express says that there is none, and where the other probes are', async () => {
    await writeFile(here('in.mjs'), `import { probe } from 'holdfast/probe'; probe();`);
    await writeFile(here('in.cjs'), `require('holdfast/probe').probe();`);
    for (const file of ['in.mjs', 'in.cjs']) {
      const { exitCode, stderr } = await run(process.execPath, [file]);
      assert.equal(exitCode, 1);
      assert.match(
        stderr,
        /holdfast\/probe, the probe for Express, needs the package express, which is not i/,
      );
      assert.match(stderr, /Try: npm install express; or/);
      for (const name of FRAMEWORKS) assert.match(stderr, new RegExp(`holdfast/probe/${name} +[A-Z]`));
      assert.doesNotMatch(stderr, /\n\s+at |Cannot find/);
    }
    const asked = `import('holdfast/probe').catch(({ code }) => console.log(code))`;
    assert.equal((await run(process.execPath, ['--eval', asked])).stdout, 'ERR_MODULE_NOT_FOUND');
  });

  test('its probe, defineSubject and defineConfig are there for ES modules and CommonJS', async () => {
    const installed = await run('npm', ['install', '--no-audit', '--no-fund', 'express', 'express-session']);
    assert.equal(installed.exitCode, 0, installed.stderr);
    await writeFile(
      here('in.mjs'),
      `import { probe } from 'holdfast/probe'; import { defineSubject } from 'holdfast/subject'; import { defineConfig } from 'holdfast'; ${BOTH}`,
    );
    await writeFile(
      here('in.cjs'),
      `const { probe } = require('holdfast/probe'); const { defineSubject } = require('holdfast/subject'); const { defineConfig } = require('holdfast'); ${BOTH}`,
    );
    for (const file of ['in.mjs', 'in.cjs']) {
      const { stdout, stderr } = await run(process.execPath, [file]);
      assert.equal(stdout, 'function function function', stderr);
    }
  });

  test('a script of a project runs by k6, and its types are found by TypeScript', async () => {
    await copyFile(join(ROOT, 'examples/rpc-shop/app.mjs'), here('app.mjs'));
    await copyFile(join(ROOT, 'examples/rpc-shop/shop.k6.ts'), here('shop.k6.ts'));
    const load = ['--duration', '5s', '--reports', 'by-script'];
    const command = ['--command', 'node app.mjs', '--scenario', 'shop.k6.ts'];
    const { exitCode, stderr } = await run('npx', ['holdfast', 'run', ...command, ...load]);
    assert.equal(exitCode, 0, stderr);
    await writeFile(
      here('types.ts'),
      `import type { Visitor } from 'holdfast/k6';
export default (visitor: Visitor): void => void visitor.read('user', () => 'gone');
// @ts-expect-error: a look says a value, 'gone' or nothing.
export const wrong = (visitor: Visitor): void => void visitor.read('user', () => 'done');
`,
    );
    const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--types', '', 'types.ts'];
    const checked = await run(join(ROOT, 'node_modules/.bin/tsc'), flags);
    assert.equal(checked.exitCode, 0, checked.stdout);
  });
});
