import { test } from 'node:test';
import assert from 'node:assert/strict';
import { HoldfastError } from '../errors.ts';
import { locate, provision, ToolUnavailable } from './provision.ts';
import { k6Script, Sandbox } from './testing/sandbox.ts';

const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => assert.fail('it resolved'),
    (error: unknown) => error,
  );

test('the path that the user gave is taken before PATH', async () => {
  using sandbox = new Sandbox();
  sandbox.script('k6', k6Script('2.2.0'));
  sandbox.env['K6_BIN'] = sandbox.script('my-k6', k6Script('2.9.1'), 'mine');
  const tool = await provision('k6', sandbox.options());
  assert.deepEqual(tool, {
    name: 'k6',
    path: sandbox.env['K6_BIN'],
    version: '2.9.1',
    source: 'given',
    detail: 'K6_BIN',
  });
});

test('a given path that will not do is an error, even with a good tool on PATH', async () => {
  using sandbox = new Sandbox();
  sandbox.script('k6', k6Script('2.2.0'));
  const wrong = {
    [sandbox.script('old', k6Script('0.45.0'), 'mine')]: /K6_BIN names a k6 .* is 0\.45\.0; 2\.0\.0 or later/,
    [sandbox.script('other', 'echo hello')]: /states no version, but "hello"/,
    [sandbox.script('broken', 'echo cannot start >&2; exit 3')]: /ended with code 3: cannot start/,
    '/nowhere/k6': /\/nowhere\/k6 not found/,
    // What is there and is no program has no exit code to tell.
    [sandbox.bin]: /could not be started: spawn .* EACCES/,
    '/dev/null': /\/dev\/null could not be started: spawn \/dev\/null EACCES/,
  };
  for (const [path, message] of Object.entries(wrong)) {
    sandbox.env['K6_BIN'] = path;
    const error = await rejection(provision('k6', sandbox.options()));
    assert.ok(error instanceof HoldfastError);
    assert.equal(error.exitCode, 64);
    assert.match(error.message, message);
  }
});

test('a tool on PATH that is too old is named and passed over for a newer one behind it', async () => {
  using sandbox = new Sandbox();
  sandbox.script('redis-server', "echo 'Redis server v=5.0.3 sha=0 malloc=jemalloc bits=64'");
  const newer = sandbox.script('redis-server', "echo 'Redis server v=7.4.1 sha=0'", 'later');
  const tool = await provision('redis-server', sandbox.options());
  assert.equal(tool.path, newer);
  assert.equal(tool.source, 'PATH');
});

test('a tool that cannot be had lists every source with its reason, and three ways to get it', async () => {
  using sandbox = new Sandbox();
  sandbox.script('redis-server', "echo 'Redis server v=5.0.3 sha=0'");
  const error = await rejection(provision('redis-server', sandbox.options()));
  assert.ok(error instanceof ToolUnavailable);
  assert.equal(error.exitCode, 69);
  assert.match(
    error.message,
    /^redis-server 6\.2\.0 or later could not be had\.\n {2}tried: REDIS_SERVER_BIN \(unset\), /,
  );
  assert.match(
    error.message,
    /PATH \(.*redis-server is 5\.0\.3; 6\.2\.0 or later is needed\), cache \(empty\), /,
  );
  assert.match(error.message, /Debian package \(apt-get not found\)$/);
  assert.equal(error.next?.split(', or ').length, 3);
  assert.ok(sandbox.lines.some((line) => /^redis-server: PATH: .* is 5\.0\.3.*; trying cache$/.test(line)));
});

test('locate fetches nothing, and says what provision would try', async () => {
  using sandbox = new Sandbox();
  sandbox.env['MONGOD_RELEASE_BASE'] = 'http://127.0.0.1:9';
  const error = await rejection(locate('mongod', sandbox.options()));
  assert.ok(error instanceof ToolUnavailable);
  assert.match(error.message, /release \(not fetched yet\), wheel \(python3 not found\)$/);
  assert.match(error.next ?? '', /^holdfast provision mongod, or install MongoDB 6/);
  assert.deepEqual(sandbox.lines, []);
});

test('a release address that is none is a usage error that names the setting', async () => {
  using sandbox = new Sandbox();
  sandbox.env['K6_RELEASE_BASE'] = 'mirror.example';
  const error = await rejection(provision('k6', sandbox.options()));
  assert.ok(error instanceof HoldfastError);
  assert.equal(error.exitCode, 64);
  assert.match(error.message, /K6_RELEASE_BASE is not an http address: "mirror\.example"/);
});

test('an aborted search ends with the reason of the abort', async () => {
  using sandbox = new Sandbox();
  const reason = new Error('enough');
  assert.equal(await rejection(provision('k6', sandbox.options(AbortSignal.abort(reason)))), reason);
});
