import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { test } from 'node:test';
import { execa } from 'execa';
import { ATTEMPTS } from './scripts.ts';

/** What a Node in a pod prints of attempts to get there. */
const attemptsAt = async (host: string, port: number, attempts = 30): Promise<number[]> => {
  const args = ['--input-type=module', '--eval', ATTEMPTS, host, port, attempts, 900].map(String);
  return JSON.parse((await execa(process.execPath, args)).stdout) as number[];
};

test('a port where nobody listens answers each attempt, by its refusal', async () => {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const answered = await attemptsAt('127.0.0.1', port);
  assert.equal(answered.length, 30);
  assert.ok(answered.every((ms) => ms > 0));
});

test('one where somebody listens does so, too', async () => {
  await using server = createServer((socket) => socket.resume());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  assert.equal((await attemptsAt('127.0.0.1', (server.address() as AddressInfo).port)).length, 30);
});

test('an error of this side’s own is no answer', async () => {
  assert.deepEqual(await attemptsAt('255.255.255.255', 1, 3), []);
});

/** It listens, and takes nobody in: the system answers as many as may wait, and drops what comes after. */
const DEAF = `
import { createServer } from 'node:net';
createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () {
  console.log(this.address().port);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});`;
const ON_LINUX = { skip: process.platform === 'linux' ? false : 'elsewhere more may wait' };

test('silence is none either', ON_LINUX, async () => {
  const deaf = execa(process.execPath, ['--input-type=module', '--eval', DEAF], { reject: false });
  try {
    const [port] = (await once(deaf.stdout, 'data')) as [Buffer];
    assert.ok((await attemptsAt('127.0.0.1', Number(port), 6)).length < 4);
  } finally {
    deaf.kill('SIGKILL');
    await deaf;
  }
});
