import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import session from 'express-session';
import { loadSubject } from './load-subject.ts';
import { openModule } from './module.ts';

const require = createRequire(import.meta.url);
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

test('a module is taken as it is written, also in a package that says that all is CommonJS', async () => {
  const commonjs = join(folder, 'commonjs');
  await mkdir(commonjs);
  await writeFile(join(commonjs, 'package.json'), '{ "type": "commonjs" }');
  const sources = [
    `import session from 'express-session';\nexport default (_: unknown) => new session.MemoryStore();`,
    `const session = require('express-session');\nmodule.exports = (_: unknown) => new session.MemoryStore();`,
  ];
  for (const [index, source] of sources.entries()) {
    const file = join(commonjs, `module-${index}.ts`);
    await writeFile(
      file,
      source.replace("'express-session'", JSON.stringify(require.resolve('express-session'))),
    );
    const opened = await openModule(file)(context);
    assert.ok(opened.store instanceof session.MemoryStore);
  }
});

test('a module whose function gives more than a store is checked and closed by what it says', async () => {
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

test('a subject says its name, its promises and its server, and opens its store', async () => {
  const file = await moduleOf(`
    export default {
      name: 'Mine',
      promises: { 'survives-app-restart': 'readme, first line' },
      server: { command: 'mine', args: ['{port}'], url: 'mine://127.0.0.1:{port}' },
      open: ({ session, url }: any) => Object.assign(new session.MemoryStore(), { url }),
    };`);
  const { open: _, ...said } = await loadSubject(file);
  assert.deepEqual(said, {
    name: 'Mine',
    promises: { 'survives-app-restart': 'readme, first line' },
    server: { command: 'mine', args: ['{port}'], env: {}, url: 'mine://127.0.0.1:{port}' },
  });
  const { store } = await openModule(file)({ ...context, url: 'mine://127.0.0.1:1' });
  assert.equal((store as unknown as { url: string }).url, 'mine://127.0.0.1:1');
});

for (const [what, source, message] of [
  ['does not parse', 'export default (', /^subject FILE could not be loaded: /],
  [
    'imports what is not there',
    "import 'no-such-package';",
    /could not be loaded: Cannot find package 'no-such-package'/,
  ],
  ['throws as it is loaded', "throw new Error('no licence');", /could not be loaded: no licence$/],
  ['exports nothing', 'export {};', /its default export must be defineSubject\(.*; it has none$/],
  ['exports no subject', 'export default 7;', /; it is a number$/],
  [
    'makes a promise that is none',
    "export default { promises: { 'keeps-all': 'readme' }, open() {} };",
    /^subject FILE cannot be used:\n.*"keeps-all"/,
  ],
  [
    'gives its server no port',
    "export default { server: { command: 'mine', url: 'mine://127.0.0.1' }, open() {} };",
    /must say where \{port\} goes.*\n.*server\.url/,
  ],
  ['cannot be opened', "export default { name: 'Mine' };", /must be a function\n.*open/],
  [
    'throws',
    "export default () => { throw new Error('no server'); };",
    /^subject FILE threw when it was opened: no server$/,
  ],
  ['returns nothing', 'export default () => {};', /opened no store but undefined; expected/],
  [
    'returns a store without methods',
    'export default ({ session }: any) => new session.Store();',
    /opened a store without get, set, destroy$/,
  ],
  [
    'returns a plain object',
    'export default () => ({ get() {}, set() {}, destroy() {} });',
    /opened a store without on; a store extends session\.Store, which is an EventEmitter$/,
  ],
] as const) {
  test(`a module that ${what} gets one clear message`, async () => {
    assert.match(await rejection(source), message);
  });
}

for (const [what, source] of [
  ['never answers', 'export default () => new Promise(() => {});'],
  ['is never loaded', 'await new Promise(() => {}); export default () => {};'],
] as const) {
  test(`a module that ${what} gets one clear message`, async () => {
    assert.equal(await rejection(source, 500), 'subject FILE gave no store within 0.5 s');
  });
}

const slow = (openWithinMs: number) =>
  moduleOf(
    `export default {
      openWithinMs: ${openWithinMs},
      open: ({ session }: any) => new Promise((open) => setTimeout(() => open(new session.MemoryStore()), 200)),
    };`,
  );

test('a subject that says how long it takes to open is waited for as long, and no longer', async () => {
  assert.ok((await openModule(await slow(60_000))(context)).store instanceof session.MemoryStore);
  await assert.rejects(openModule(await slow(50))(context), /gave no store within 0\.05 s/);
});

const withServer = (server: string) => moduleOf(`export default { server: ${server}, open: () => {} };`);

test("a server of Holdfast's own is used by name, and reached where that is", async () => {
  const { server } = await loadSubject(
    await withServer("{ use: 'redis-server', args: ['--appendonly', 'yes'] }"),
  );
  assert.deepEqual(
    [server?.use, server?.command, server?.url, server?.args],
    ['redis-server', 'redis-server', 'redis://127.0.0.1:{port}', ['--appendonly', 'yes']],
  );
  for (const [wrong, message] of [
    ["{ use: 'redis' }", /server\.use/],
    ["{ url: 'x://{port}' }", /either a command of its own or use: redis-server, mongod/],
    ["{ use: 'mongod', command: 'mongod' }", /either a command of its own or use/],
    ["{ command: 'mine' }", /must say where \{port\} goes/],
    ["{ use: 'mongod', stopSignal: 'SIGKILL' }", /stopSignal/],
  ] as const)
    await assert.rejects(loadSubject(await withServer(wrong)), message, wrong);
});
