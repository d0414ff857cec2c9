/** For tests of scripts: the shop of examples/rpc-shop, scripts that ask it, and what is said of those that cannot be used. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import getPort from 'get-port';
import { holdfast, temporaryFolder } from './holdfast.ts';

export const SHOP = fileURLToPath(new URL('../examples/rpc-shop', import.meta.url));

const OWN = `const rpc = (ask, method, more = {}) => ask.post('/rpc', { json: { method, ...more } });
const user = (visitor) => visitor.login('user1', (ask) => {
  const { result } = rpc(ask, 'nonce').json();
  const proof = crypto.sha256(result + ':secret of user1', 'hex');
  return rpc(ask, 'login', { user: 'user1', proof }).status === 200 ? 'done' : undefined;
});
const said = (answer) => answer.json()?.error === 'sign in first' ? 'gone' : { value: answer.json().result };
const look = (visitor) => visitor.read('user', (ask) => said(rpc(ask, 'account')));
`;
/** A script whose visits do this. */
export const visit = (body: string) =>
  `import crypto from 'k6/crypto';\n${OWN}export default (visitor) => { ${body} };\n`;
/** A login, and a look at who is signed in. */
export const WELL = 'user(visitor); look(visitor);';

/** The shop, up until it is disposed of. */
export async function startShop(): Promise<AsyncDisposable & { url: string }> {
  const port = await getPort();
  const app = execa(process.execPath, [join(SHOP, 'app.mjs')], {
    env: { PORT: String(port) },
    reject: false,
  });
  await once(app.stdout, 'data');
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      app.kill();
      await app;
    },
  };
}

/** One message says what is wrong with a script, and the next step, before anything is loaded. */
export async function assertRefused(target: string, script: string, expected: RegExp): Promise<void> {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'bad.k6.ts');
  await writeFile(file, script);
  const { code, stderr } = await holdfast(['run', '--target', target, '--scenario', file]);
  assert.match(stderr, expected);
  assert.equal(code, 64, stderr);
  assert.ok(stderr.trim().split('\n').length <= 3, stderr);
  assert.match(stderr, /Try: /);
}
