import assert from 'node:assert/strict';
import dns from 'node:dns/promises';
import { syncBuiltinESMExports } from 'node:module';
import { test } from 'node:test';
import { EXIT, HoldfastError } from '../../errors.ts';
import { addressesOf, assertNear, parseTargets } from './address.ts';

for (const near of [
  'http://localhost:3000',
  'http://127.0.0.1:3000',
  'http://127.9.9.9',
  'http://[::1]:3000',
  'https://10.1.2.3/app',
  'http://172.31.0.1',
  'http://192.168.1.1',
  'http://[fd00::1]',
  'http://[::ffff:127.0.0.1]:3000',
  'http://[::ffff:10.1.2.3]',
]) {
  test(`${near} is near`, () => assertNear(near));
}

for (const far of [
  'http://192.0.2.1',
  'http://172.32.0.1',
  'http://9.255.255.255',
  'http://[2001:db8::1]',
  // Ways of writing an address that is none of these.
  'http://3221225985',
  'http://[::ffff:192.0.2.1]',
  // Link-local: where clouds serve the credentials of a machine.
  'http://169.254.169.254',
  'http://169.254.1.1:3000',
  'http://0xa9fea9fe',
  'http://[fe80::1]',
  // The same, by addresses of private networks.
  'http://[fd00:ec2::254]',
  'http://[fd00:0ec2:0:0::0.0.2.84]',
  'http://[fd20:ce::254]:80',
  'http://[febf::1]:3000',
  'http://[::ffff:169.254.169.254]',
  'http://[::ffff:a9fe:a9fe]',
]) {
  test(`${far} is far, and refused`, async () => {
    const error = await assertNear(far).catch((reason: unknown) => reason);
    assert.ok(error instanceof HoldfastError);
    assert.equal(error.exitCode, EXIT.usage);
    assert.match(error.message, /neither on this machine nor in a private network/);
    assert.match(error.next ?? '', /--allow-remote/);
  });
}

test('a loopback address is near however it is written', async () => {
  await assertNear('http://2130706433');
  await assertNear('http://0x7f.1');
});

test('a name that nobody knows is an error of its own', async () => {
  await assert.rejects(
    assertNear('http://no-such-host.invalid'),
    /no-such-host\.invalid could not be resolved/,
  );
});

test('addresses lose their last slash, have no more than host and port, and are no duplicates', () => {
  assert.deepEqual(parseTargets(['http://127.0.0.1:3000/', 'http://127.0.0.1:3001']), [
    'http://127.0.0.1:3000',
    'http://127.0.0.1:3001',
  ]);
  assert.throws(() => parseTargets(['http://127.0.0.1/', 'http://127.0.0.1']), /was given twice/);
  for (const wrong of ['127.0.0.1:3000', 'ftp://127.0.0.1', 'app', ''])
    assert.throws(() => parseTargets([wrong]), /is not the address of an app/);
  for (const more of ['app', '?a=1', '#b'])
    assert.throws(() => parseTargets([`http://127.0.0.1/${more}`]), /has more than a host and a port/);
  assert.throws(() => parseTargets(['http://user:secret@127.0.0.1']), /has more than a host and a port/);
});

test('a name that stands for another address by then is held to the one that was looked at', async (t) => {
  const answers = ['10.0.0.7', '192.0.2.1'].map((address) => [{ address, family: 4 }]);
  t.mock.method(dns, 'lookup', () => Promise.resolve(answers.shift()));
  syncBuiltinESMExports();
  await assertNear('http://rebound.test');
  assert.deepEqual(await addressesOf(['http://rebound.test:3000', 'http://127.0.0.1:3001']), {
    'rebound.test': '10.0.0.7',
  });
  t.mock.reset();
  syncBuiltinESMExports();
});
