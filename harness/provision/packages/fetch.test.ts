import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { EXIT, HoldfastError } from '../../errors.ts';
import { Sandbox } from '../testing/sandbox.ts';
import { askedOf } from './asked.ts';
import { fetchPackages } from './fetch.ts';
import { installedVersion } from './installed.ts';

/** An npm whose registry has connect-mongo 5, which takes no mongodb but 6, and connect-redis. */
const fakeNpm = `
echo "$@" >> "$NPM_LOG"
case "$1 $2" in
  "view connect-mongo@5"*) echo '["5.0.0","5.1.0","5.2.0-beta"]'; exit ;;
  "view "*) echo "npm error 404 No match found" >&2; exit 1 ;;
esac
cat package.json >> "$NPM_LOG"
lay() { mkdir -p "node_modules/$1"; echo "{ \\"version\\": \\"$2\\" }" > "node_modules/$1/package.json"; }
case "$(cat package.json)" in
  *'"mongodb"'*) echo "npm error ERESOLVE could not resolve" >&2; exit 1 ;;
  *'"connect-mongo":"5.1.0"'*) lay connect-mongo 5.1.0; lay mongodb 6.20.0; lay express-session 1.19.0 ;;
  *'"connect-redis-10":"npm:connect-redis@9.0.0"'*) lay connect-redis-10 9.0.0 ;;
  *) echo "npm error network request failed" >&2; exit 1 ;;
esac`;

function sandboxWithNpm(): Sandbox {
  const sandbox = new Sandbox();
  sandbox.env['NPM_LOG'] = join(sandbox.root, 'npm.log');
  sandbox.script('npm', fakeNpm);
  return sandbox;
}

const said = (sandbox: Sandbox) => readFile(join(sandbox.root, 'npm.log'), 'utf8');

test('a range is its newest version, with what that needs, and is found again without installing anything', async () => {
  using sandbox = sandboxWithNpm();
  const wanted = [askedOf('mongo', 'connect-mongo@5')];
  const fetched = await fetchPackages('mongo', wanted, sandbox.options());
  assert.deepEqual(fetched.asked, [{ name: 'connect-mongo', version: '5.1.0' }]);
  assert.deepEqual(fetched.packages, [
    { name: 'connect-mongo', version: '5.1.0' },
    { name: 'mongodb', version: '6.20.0' },
  ]);
  const before = await said(sandbox);
  assert.match(before, /install --ignore-scripts/);
  // The version of the driver that is installed was tried first; npm refused it.
  assert.ok(before.includes(`"mongodb":"${installedVersion('mongodb')}"`));
  const again = await fetchPackages('mongo', [askedOf('mongo', 'connect-mongo@5.1.0')], sandbox.options());
  assert.deepEqual(again, fetched);
  assert.equal(await said(sandbox), before);
});

test('a package that is installed under another name is fetched under that', async () => {
  using sandbox = sandboxWithNpm();
  const wanted = [askedOf('node-redis', 'connect-redis@9.0.0')];
  const { packages } = await fetchPackages('node-redis', wanted, sandbox.options());
  assert.deepEqual(packages, [{ name: 'connect-redis-10', version: '9.0.0' }]);
});

test('without a network one message says what could not be had, and nothing is left in the cache', async () => {
  using sandbox = sandboxWithNpm();
  for (const range of ['7.1.1', '7']) {
    const fetching = fetchPackages('redis', [askedOf('redis', `connect-redis@${range}`)], sandbox.options());
    await assert.rejects(fetching, (error) => {
      assert.ok(error instanceof HoldfastError);
      assert.equal(error.exitCode, EXIT.unavailable);
      assert.match(
        error.message,
        /^connect-redis@7\S* could not be fetched: npm ended with code 1: npm error/,
      );
      return true;
    });
  }
});

test('what is no package of the store, has no version, or is compiled, is said before anything is fetched', () => {
  const wrong: [text: string, said: RegExp][] = [
    ['connect-mongo@5', /redis is not made of connect-mongo/],
    ['connect-redis', /"connect-redis" is no package with its version/],
    ['connect-redis@7; rm -rf /', /is no package with its version/],
  ];
  for (const [text, message] of wrong) assert.throws(() => askedOf('redis', text), message);
  assert.throws(() => askedOf('sqlite', 'better-sqlite3@11'), /compiled where it is installed/);
});
