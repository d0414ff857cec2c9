import assert from 'node:assert/strict';
import { test } from 'node:test';
import { execa } from 'execa';
import { askedOf } from '../../harness/provision/packages/asked.ts';
import { fetchPackages } from '../../harness/provision/packages/fetch.ts';
import type { StoreName } from '../../protocol/stores.ts';
import { placeOf } from './testing.ts';

/** Versions that are much used, and take other arguments or are exported in other ways than the installed ones. */
const VERSIONS: readonly [store: StoreName, text: string][] = [
  ['redis', 'connect-redis@6.1.3'],
  ['redis', 'connect-redis@7.1.1'],
  ['node-redis', 'connect-redis@9.0.0'],
  ['mongo', 'connect-mongo@5.1.0'],
  ['mongo', 'connect-mongo@6.0.0'],
];
const skip = process.env['HOLDFAST_SLOW'] !== '1' && 'fetches packages; set HOLDFAST_SLOW=1';

/** What the app does first, in a process that has those packages. */
const keepOne = (store: string) => `
import session from 'express-session';
const { open } = await import('./app/stores/${store}.ts');
const { store, close } = await open({ session, ttlMs: 60_000, url: process.env.URL });
const cookie = new session.Cookie();
cookie.maxAge = 60_000;
const call = (name, ...values) =>
  new Promise((done, failed) => store[name](...values, (error, found) => (error ? failed(error) : done(found))));
await call('set', 'one', { cookie, value: 'kept' });
await call('touch', 'one', { cookie, value: 'kept' });
console.log((await call('get', 'one')).value);
await call('destroy', 'one');
console.log(typeof (await call('get', 'one')));
await close();
process.exit();`;

for (const [store, text] of VERSIONS) {
  test(`${store} works on ${text}`, { skip, timeout: 120_000 }, async (t) => {
    const options = { signal: t.signal, report: (line: string) => t.diagnostic(line) };
    const { folder, asked, packages } = await fetchPackages(store, [askedOf(store, text)], options);
    assert.equal(asked[0]?.version, text.split('@').at(-1));
    await using place = await placeOf(store);
    const { stdout } = await execa(
      process.execPath,
      ['--import', './app/other-packages.ts', '--input-type=module', '-e', keepOne(store)],
      {
        cwd: new URL('../..', import.meta.url),
        env: {
          URL: place.url,
          HOLDFAST_PACKAGES: packages.map(({ name }) => name).join(),
          HOLDFAST_PACKAGES_FOLDER: folder,
        },
      },
    );
    assert.match(stdout, /^kept\n(undefined|object)$/);
  });
}
