import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { CATALOGUE } from '../catalogue.ts';
import type { NpmSource } from '../../../servers/lib/program.ts';
import { provision } from '../provision.ts';
import { Sandbox } from '../testing/sandbox.ts';

const source = CATALOGUE['dynalite-server'].sources[0] as NpmSource;
const pinned = (file: string) => readFile(join(import.meta.dirname, '../../..', source.folder, file), 'utf8');

/** An npm that notes what it was asked for, and installs a dynalite that knows nothing but its version. */
const fakeNpm = `
echo "$@" > "$NPM_LOG"; pwd >> "$NPM_LOG"; cat package-lock.json >> "$NPM_LOG"
mkdir -p node_modules/dynalite
echo '{ "version": "4.0.0" }' > node_modules/dynalite/package.json
echo 'module.exports = () => {}' > node_modules/dynalite/index.js`;

test('dynalite is what its lock says, and no script of a package is run', async () => {
  using sandbox = new Sandbox();
  sandbox.env['NPM_LOG'] = join(sandbox.root, 'npm.log');
  sandbox.script('npm', fakeNpm);
  const tool = await provision('dynalite-server', sandbox.options());
  assert.equal(tool.version, source.version);
  const asked = await readFile(sandbox.env['NPM_LOG'], 'utf8');
  assert.match(asked, /^ci --ignore-scripts /);
  assert.ok(asked.includes(await pinned('package-lock.json')));
  assert.equal((await provision('dynalite-server', sandbox.options())).source, 'cache');
});

test('an npm that does not reach its registry gives what it said as the reason', async () => {
  using sandbox = new Sandbox();
  // As npm 11 tells that it has no network.
  const said = [
    'npm error code ECONNREFUSED',
    'npm error syscall connect',
    'npm error FetchError: request to http://127.0.0.1:9/x failed, reason: connect ECONNREFUSED',
    'npm error     at ClientRequest.<anonymous> (index.js:130:14)',
    'npm error If you are behind a proxy, please make sure of it.',
    'npm error A complete log of this run can be found in: /home/me/.npm/_logs/1.log',
  ];
  sandbox.script('npm', `echo "${said.join('\\n')}" >&2; exit 1`);
  await assert.rejects(
    provision('dynalite-server', sandbox.options()),
    /npm package \(npm ended with code 1: npm error FetchError: request to \S+ failed, reason: connect ECONNREFUSED\)/,
  );
});

test('the version of dynalite that the catalogue names is the one that is locked', async () => {
  const { packages } = JSON.parse(await pinned('package-lock.json')) as {
    packages: Record<string, { version: string; integrity: string }>;
  };
  assert.equal(packages['node_modules/dynalite']?.version, source.version);
  for (const [path, { integrity }] of Object.entries(packages))
    if (path !== '') assert.match(integrity, /^sha512-/, path);
});
