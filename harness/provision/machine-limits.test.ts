import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { EXIT, HoldfastError } from '../errors.ts';
import { cacheHome } from './cache-home.ts';
import { assertLimits, assertMachine } from './machine-limits.ts';

const limits = (files: string, bytes: string) =>
  [
    'Limit                     Soft Limit           Hard Limit           Units',
    `Max file size             ${bytes.padEnd(20)} unlimited            bytes`,
    `Max open files            ${files.padEnd(20)} 524288               files`,
  ].join('\n');

function withTmpdir(t: TestContext, path: string): void {
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = path;
  t.after(() => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  });
}

test('limits under which no run comes to its end are named, with the command that lifts them', () => {
  assert.throws(() => assertLimits(limits('64', 'unlimited')), /only 64 files may be open at once/);
  assert.throws(() => assertLimits(limits('1024', '102400')), /no file may grow beyond 102400 B/);
  assertLimits(limits('1024', 'unlimited'));
  assertLimits(limits('unlimited', 'unlimited'));
  assertLimits('');
});

test('a folder for temporary files that is not there is named, with the variable that sets it', async (t) => {
  await assertMachine();
  withTmpdir(t, '/no/such/folder');
  await assert.rejects(assertMachine(), (error: unknown) => {
    assert.ok(error instanceof HoldfastError);
    assert.equal(error.exitCode, EXIT.unavailable);
    assert.match(error.message, /temporary files, \/no\/such\/folder, cannot be used: ENOENT/);
    assert.match(error.next ?? '', /TMPDIR/);
    return true;
  });
});

test('a cache is where it is said to be, and never in the folder that happens to be the current one', () => {
  assert.equal(cacheHome({ HOLDFAST_CACHE: '/a/b' }, '/home/x/.cache/holdfast'), '/a/b');
  assert.equal(cacheHome({}, '/home/x/.cache/holdfast'), '/home/x/.cache/holdfast');
  for (const [env, usual] of [
    [{}, '.cache/holdfast'],
    [{ HOLDFAST_CACHE: 'here' }, '/home/x/.cache/holdfast'],
  ] as const)
    assert.throws(() => cacheHome(env, usual), /no place for the tools/);
});
