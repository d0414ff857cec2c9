import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import session from 'express-session';
import { openModule } from './module.ts';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-test-'));
});
after(() => rm(folder, { recursive: true, force: true }));

let made = 0;
async function moduleOf(source: string): Promise<string> {
  const file = join(folder, `module-${++made}.ts`);
  await writeFile(file, source);
  return file;
}

const context = { session, ttlMs: 1000 };
const rejection = async (source: string, limitMs?: number) => {
  const file = await moduleOf(source);
  const error = await openModule(
    file,
    limitMs,
  )(context).then(
    () => assert.fail('it was opened'),
    (reason: Error) => reason,
  );
  assert.ok(error.message.includes(file), error.message);
  return error.message.replaceAll(file, 'FILE');
};

test('a module that exports a plain function gives its store', async () => {
  const file = await moduleOf('export default ({ session }: any) => new session.MemoryStore();');
  const opened = await openModule(file)(context);
  assert.ok(opened.store instanceof session.MemoryStore);
  await opened.check();
  await opened.close();
});

test('a module that exports an OpenStore is checked and closed by what it says', async () => {
  const file = await moduleOf(`
    export default async ({ session }: any) => ({
      store: new session.MemoryStore(),
      check: () => Promise.reject(new Error('away')),
      close: () => Promise.resolve(),
    });`);
  const opened = await openModule(file)(context);
  assert.ok(opened.store instanceof session.MemoryStore);
  await assert.rejects(opened.check(), /away/);
});

for (const [what, source, message] of [
  ['does not parse', 'export default (', /^store module FILE could not be loaded: /],
  [
    'imports what is not there',
    "import 'no-such-package';",
    /could not be loaded: Cannot find package 'no-such-package'/,
  ],
  ['exports nothing', 'export {};', /its default export must be a function .*; it has none$/],
  ['exports no function', 'export default 7;', /it is of type number$/],
  [
    'throws',
    "export default () => { throw new Error('no server'); };",
    /^store module FILE threw: no server$/,
  ],
  ['returns nothing', 'export default () => {};', /returned no store but undefined$/],
  [
    'returns a store without methods',
    'export default ({ session }: any) => new session.Store();',
    /returned a store without get, set, destroy$/,
  ],
  [
    'returns a plain object',
    'export default () => ({ get() {}, set() {}, destroy() {} });',
    /returned a store without on; a store extends session\.Store, which is an EventEmitter$/,
  ],
] as const) {
  test(`a module that ${what} gets one clear message`, async () => {
    assert.match(await rejection(source), message);
  });
}

test('a module that never answers gets one clear message', async () => {
  const message = await rejection('export default () => new Promise(() => {});', 50);
  assert.equal(message, 'store module FILE gave no store within 50 ms');
});
