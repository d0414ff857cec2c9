import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { EXIT, HoldfastError } from '../../errors.ts';
import { temporaryFolder } from '../../../test/holdfast.ts';
import { inspectSubject } from './inspect.ts';

const { signal } = new AbortController();

async function messageOf(source: string, limitMs?: number): Promise<string> {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'mine.mjs');
  await writeFile(file, source);
  const options = limitMs === undefined ? { signal } : { signal, limitMs };
  const error = await inspectSubject(file, options).catch((reason: unknown) => reason);
  assert.ok(error instanceof HoldfastError);
  assert.equal(error.exitCode, EXIT.usage);
  assert.match(error.next ?? '', /docs\/YOUR-STORE\.md/);
  return error.message.replaceAll(file, 'FILE');
}

test('a subject says what it is, and is not harmed by what it prints or leaves open', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'mine.mjs');
  await writeFile(
    file,
    `console.log('{"error": "none"}'); setInterval(() => {}, 1000);
    export default { name: 'Mine', promises: {}, open: ({ session }) => new session.MemoryStore() };`,
  );
  assert.deepEqual(await inspectSubject(file, { signal }), { name: 'Mine', promises: {} });
});

test('a subject that needs its server is not opened without it', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'mine.mjs');
  await writeFile(
    file,
    `export default {
      server: { command: 'mine', url: 'mine://127.0.0.1:{port}' },
      open() { throw new Error('opened'); },
    };`,
  );
  assert.equal((await inspectSubject(file, { signal })).server?.command, 'mine');
});

for (const [what, source, message] of [
  [
    'ends its process',
    'process.exit(3)',
    'subject FILE ended its process (with code 3) before it gave a store',
  ],
  [
    'is killed',
    "process.kill(process.pid, 'SIGKILL'); await new Promise(() => {});",
    'subject FILE ended its process (by SIGKILL) before it gave a store',
  ],
  [
    'throws when nobody waits for it',
    "export default () => { setTimeout(() => { throw new Error('too late'); }); return new Promise(() => {}); };",
    'subject FILE ended its process (with code 1) before it gave a store; it said: Error: too late',
  ],
] as const) {
  test(`a subject that ${what} gets one clear message`, async () => {
    assert.equal(await messageOf(source), message);
  });
}

test('a subject that never yields is killed, and gets one clear message', async () => {
  const message = await messageOf('for (;;);', 1500);
  assert.equal(message, 'subject FILE did not answer within 1.5 s: it keeps its process busy');
});

test('a subject whose store cannot serve gets one clear message', async () => {
  const source = `export default ({ session }) => ({
    store: new session.MemoryStore(),
    check: () => Promise.reject(new Error('the disk is full')),
  });`;
  assert.equal(await messageOf(source), 'subject FILE: its store cannot serve: the disk is full');
});
