import assert from 'node:assert/strict';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { hiding } from '../secrets/hide.ts';
import { temporaryFolder } from '../../test/holdfast.ts';
import { followLogs } from './follow-logs.ts';

const SECRET = 'the secret of the cookies';

async function following(
  write: (file: (name: string) => string, look: (thenMs: number) => Promise<void>) => Promise<void>,
) {
  await using folder = await temporaryFolder();
  let nowMs = 0;
  const logs = followLogs({
    folder: folder.path,
    named: 'logs/x',
    clock: () => nowMs,
    hide: hiding([SECRET]),
  });
  await write(
    (name) => join(folder.path, name),
    async (thenMs) => {
      await logs.look();
      nowMs = thenMs;
    },
  );
  return { errors: await logs.errors(), again: await logs.errors() };
}

test('errors are told by instance, with when the first was seen and where the log is', async () => {
  const { errors, again } = await following(async (file, look) => {
    await writeFile(file('app-1.log'), 'listening\nError: be');
    await look(5000);
    await appendFile(file('app-1.log'), 'fore the load\nError: 7 of 9\n    at a (b.js:1:1)\n');
    await writeFile(file('app-2.log'), `Error: ${SECRET}\n`);
    await writeFile(file('k6.log'), 'Error: of somebody else\n');
    await look(6000);
    await appendFile(file('app-1.log'), 'Error: 8 of 9\n');
  });
  assert.deepEqual(again, errors);
  assert.deepEqual(
    errors.map(({ text, ...line }) => [text.replace(/scrypt:.*/, 'scrypt'), line]),
    [
      ['Error: # of 9', { printed: 'app-1', at: 5000, count: 2, log: 'logs/x/app-1.log' }],
      ['Error: before the load', { printed: 'app-1', at: 5000, count: 1, log: 'logs/x/app-1.log' }],
      ['Error: scrypt', { printed: 'app-2', at: 5000, count: 1, log: 'logs/x/app-2.log' }],
    ],
  );
});

test('a log of any size is read in part: what is passed over is told', async () => {
  const { errors } = await following(async (file) => {
    const line = 'Error: flood of a line\n';
    await writeFile(file('app-1.log'), line.repeat(1_000_000));
  });
  const [most] = errors;
  assert.equal(most?.text, 'Error: flood of a line');
  assert.equal(most?.atLeast, true);
  assert.ok((most?.count ?? 0) > 5000, `${most?.count}`);
});

test('a line without an end counts once, and a folder that is not there is no error', async () => {
  const { errors } = await following(async (file, look) => {
    await writeFile(file('app-1.log'), `Error: ${'x'.repeat(100_000)}`);
    await look(0);
    await appendFile(file('app-1.log'), `${' Error: more'.repeat(10_000)}\nError: next\n`);
  });
  assert.deepEqual(
    errors.map(({ count }) => count),
    [1, 1],
  );
  const none = followLogs({ folder: '/nowhere', named: 'logs', clock: () => 0, hide: (text) => text });
  assert.deepEqual(await none.errors(), []);
});
