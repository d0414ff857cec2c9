import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { uncaughtIn } from './uncaught.ts';

/** What a real Node says, and how it ends, when it runs this. */
async function ended(source: string, flags: string[] = []) {
  const { all, exitCode, signal } = await execa(process.execPath, [...flags, '-e', source], {
    reject: false,
    all: true,
  });
  return uncaughtIn(`${all}\n`, { code: exitCode ?? null, signal: signal ?? null });
}

test('an exception in a callback is its own doing, and is told with the first lines of its stack', async () => {
  const found = await ended(
    "console.log('ready'); setTimeout(function cleanUp() { throw new TypeError('no such row'); }, 1)",
  );
  assert.equal(found?.failure, 'app-death');
  assert.match(found.said, /^TypeError: no such row at .*cleanUp/);
});

test('a promise that nobody caught is, whatever it was rejected with', async () => {
  const error = await ended("Promise.reject(new Error('connection lost'))");
  assert.match(error?.said ?? '', /^Error: connection lost at /);
  const text = await ended("Promise.reject('gone')");
  assert.match(text?.said ?? '', /gone/);
});

test('an error without a name of its own is told as well, and of a long one how it begins and ends', async () => {
  const long = `class error extends Error { name = 'error' }; const e = new error('with values ' + 'x, '.repeat(200) + ' - terminating connection'); Promise.reject(Object.assign(e, { code: '57P01' }))`;
  const found = await ended(long);
  assert.match(found?.said ?? '', /^error: with values x, .{1,400} \.\.\. .*terminating connection at /);
  assert.ok((found?.said.length ?? 0) < 800, found?.said);
});

test('a heap that is full is out of memory', async () => {
  const found = await ended('const a = []; for (;;) a.push(new Array(1e4).fill({}))', [
    '--max-old-space-size=20',
  ]);
  assert.equal(found?.failure, 'out-of-memory');
  assert.match(found.said, /FATAL ERROR: .*heap/);
});

test('a call of process.exit() in the app is told with who called it, whatever its code; an end of main is not', async () => {
  const exits = fileURLToPath(new URL('../../../app/exits.ts', import.meta.url));
  const told = `const stop = require('${exits}').reportExits(); console.log('ready');`;
  for (const code of [0, 1]) {
    const found = await ended(`${told} setTimeout(function onError() { process.exit(${code}) }, 1)`);
    assert.equal(found?.failure, 'app-death');
    assert.match(found.said, new RegExp(`^ExitError: .*process.exit\\(${code}\\) at .*onError`));
  }
  assert.match((await ended(`${told} Promise.reject(new Error('lost'))`))?.said ?? '', /^Error: lost/);
  assert.equal(await ended(`${told} stop(); process.exit(0)`), undefined);
});

test('an error that was only printed, a code and a kill from outside are not', async () => {
  assert.equal(await ended("console.error(new Error('printed')); process.exit(1)"), undefined);
  assert.equal(
    await ended("console.error(new Error('printed')); process.kill(process.pid, 'SIGKILL')"),
    undefined,
  );
  assert.equal(await ended('process.exit(0)'), undefined);
});
