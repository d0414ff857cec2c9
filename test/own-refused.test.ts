import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import express from 'express';
import { probe } from '../app/mounted.ts';
import { holdfast, nothingLeft, temporaryFolder } from './holdfast.ts';
import { listening, sessions } from './listening.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const example = (name: string) => join(ROOT, 'examples', name);

for (const [guide, files] of Object.entries({
  'YOUR-STORE.md': ['my-store.ts', 'my-server-store.ts'],
  'YOUR-APP.md': ['my-app.mjs'],
})) {
  test(`docs/${guide} shows its examples as they are`, async () => {
    const text = await readFile(join(ROOT, 'docs', guide), 'utf8');
    for (const file of files) {
      const code = await readFile(example(file), 'utf8');
      assert.ok(text.includes(`\`\`\`${file.endsWith('.ts') ? 'ts' : 'js'}\n${code}\`\`\`\n`), file);
    }
  });
}

/** One message on standard error with the next step, no stack, no run, and nothing left. */
async function refused(args: readonly string[], code: number, message: RegExp, next: RegExp): Promise<void> {
  await using folder = await temporaryFolder();
  const reports = join(folder.path, 'reports');
  const outcome = await holdfast(['run', ...args, '--reports', reports]);
  assert.match(outcome.stderr, message);
  assert.match(outcome.stderr, next);
  assert.doesNotMatch(outcome.stderr, /\n\s+at /);
  assert.equal(outcome.stderr.match(/^holdfast: /gm)?.length, 1);
  assert.equal(outcome.stdout, '');
  assert.equal(outcome.code, code);
  await assert.rejects(readdir(reports), { code: 'ENOENT' });
  await nothingLeft();
}

for (const [what, source, message] of [
  ['throws as it is loaded', "throw new Error('no licence');", /could not be loaded: no licence/],
  ['does not parse', 'export default (', /could not be loaded: /],
  [
    'has no default export',
    'export const store = 1;',
    /must be defineSubject\(\{ \.\.\. \}\) or a function .*; it has none/,
  ],
  [
    'throws as it is opened',
    "export default () => { throw new Error('no disk'); };",
    /threw when it was opened: no disk/,
  ],
  [
    'opens no store',
    'export default () => 7;',
    /opened no store but number; expected one that extends session\.Store/,
  ],
  [
    'lacks methods',
    'export default ({ session }) => new session.Store();',
    /a store without get, set, destroy/,
  ],
  [
    'has methods that only give promises',
    `export default ({ session }) =>
      Object.assign(new session.Store(), { async get() {}, async set() {}, async destroy() {} });`,
    /its get\(\) gives a promise and does not call its callback/,
  ],
  ['never answers', 'export default () => new Promise(() => {});', /gave no store within 5 s/],
  ['ends its process', 'process.exit(0);', /ended its process \(with code 0\) before it gave a store/],
] as const) {
  test(`a subject that ${what} is one message, exit 64, and nothing is left`, async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'mine.mjs');
    await writeFile(file, source);
    await refused(['--subject', file], 64, message, /Try: docs\/YOUR-STORE\.md/);
  });
}

test('a subject that is not there, and no subject at all, are usage errors', async () => {
  await refused(
    ['--subject', 'nowhere.ts'],
    64,
    /there is no file nowhere\.ts/,
    /Try: .*examples\/my-store\.ts/,
  );
  await refused(
    [],
    64,
    /no store was given/,
    /Try: --store memory.*--subject <file>, --command <line> or --target <address>/,
  );
});

const NEXT_MOUNT = /Try: mount it after the session middleware: app\.use\(probe\(\)\)/;
test('where nothing listens, exit 69', async () => {
  const gone = await listening(createServer());
  await gone[Symbol.asyncDispose]();
  await refused(
    ['--target', gone.url],
    69,
    /nothing listens at http:\/\/127\.0\.0\.1:\d+/,
    /Try: start your app/,
  );
});

test('what does not speak HTTP is named, exit 69', async () => {
  const greets = createTcpServer((socket) => {
    socket.on('error', () => {}).resume();
    socket.end('+OK ready\r\n');
  });
  await using other = await listening(greets);
  await refused(['--target', other.url], 69, /does not speak HTTP/, /Try: start your app/);
});

for (const [what, app, message, next] of [
  ['no probe', express(), /has no probe of Holdfast at \/probe\/about: it answered 404/, NEXT_MOUNT],
  ['no session middleware', express().use(probe()), /the probe at .* finds no session/, NEXT_MOUNT],
  [
    'a secure cookie over http',
    express()
      .use(sessions({ secure: true }))
      .use(probe()),
    /made a session and sent no cookie/,
    /Try: the address that browsers use: a secure cookie goes out by https only, or behind a trusted proxy/,
  ],
  [
    'sessions that are over at once',
    express()
      .use(sessions({ maxAge: 900 }))
      .use(probe()),
    // Expires is in whole seconds: what is left of 900 ms may be nothing.
    /by their cookies, sessions of this app live \d+ ms: they would be over before they are looked at|made a session with a cookie that is over when it comes/,
    /Try: .*cookie\.maxAge/,
  ],
] as const) {
  test(`an app with ${what} is one message, exit 64`, async () => {
    await using served = await listening(createServer(app));
    await refused(['--target', served.url], 64, message, next);
  });
}

test('an address out in the internet is refused before anything is sent there', async () => {
  await refused(
    ['--target', 'http://192.0.2.1:3000'],
    64,
    /neither on this machine nor in a private network/,
    /Try: --allow-remote/,
  );
});

test('what is no address, and a flag that would set the app up, are usage errors', async () => {
  await refused(
    ['--target', 'localhost:3000'],
    64,
    /"localhost:3000" is not the address of an app/,
    /Try: --target http/,
  );
  const flags = ['--target', 'http://127.0.0.1:9', '--faults', 'app-crash@1s'];
  await refused(flags, 64, /--faults is not for Holdfast to set there/, /Try: leave --faults out/);
});
