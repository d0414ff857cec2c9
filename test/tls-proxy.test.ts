import assert from 'node:assert/strict';
import { test } from 'node:test';
import { found, run } from './experiment.ts';
import { holdfast, nothingLeft } from './holdfast.ts';

const SECURE = ['--store', 'memory', '--secure-cookie', 'true', '--tls-proxy', '--duration', '1500ms'];

test('a secure cookie comes back through a proxy that ends TLS, if the app trusts it', async () => {
  const { code, result, lines } = await run([...SECURE, '--trust-proxy', '1']);
  assert.equal(code, 0, JSON.stringify(result.problems));
  assert.ok(lines.some((line) => 'op' in line && line.instance === 'app-1'));
  await nothingLeft();
});

test('an app that does not trust the proxy gives no secure cookie, and its visitors lose their sessions', async () => {
  const { code, result } = await run(SECURE);
  assert.equal(code, 1);
  assert.deepEqual(found(result), ['lost-session']);
  assert.equal(result.counts.sessionsLost, result.counts.sessions);
  await nothingLeft();
});

test('an instance behind its proxy may be restarted: what it did not answer is no loss', async () => {
  const restart = ['--faults', 'app-restart@700ms', '--duration', '3s'];
  const { code, result } = await run(['--store', 'file', '--tls-proxy', ...restart]);
  assert.equal(code, 0, JSON.stringify([result.problems, result.anomalyCounts]));
  assert.ok(result.faults[0]?.tookEffect);
  assert.ok(result.counts.info > 0);
  await nothingLeft();
});

test('on the stack there is no such proxy, and it says so', async () => {
  const { code, stderr } = await holdfast([
    'run',
    '--platform',
    'compose',
    '--store',
    'redis',
    '--tls-proxy',
  ]);
  assert.equal(code, 64);
  assert.match(stderr, /--tls-proxy is for processes.*\n\s+Try: leave out --platform compose/);
});
