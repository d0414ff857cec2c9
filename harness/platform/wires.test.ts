import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { temporaryFolder } from '../../test/holdfast.ts';
import { startReaper } from '../process/reaper.ts';
import { provision } from '../provision/provision.ts';
import { startToxiproxy } from './process/toxiproxy.ts';
import { proxiedWire } from './wires.ts';

const signal = new AbortController().signal;
const host = '127.0.0.1';

/** A server that sends without end to whoever connects, and a wire to it. */
async function wireToSender() {
  await using stack = new AsyncDisposableStack();
  const server = createServer((socket) => {
    socket.on('error', () => {});
    const sending = setInterval(() => socket.write('x'.repeat(100)), 5);
    socket.on('close', () => clearInterval(sending));
  });
  stack.defer(() => void server.close());
  await once(server.listen(0, host), 'listening');
  const folder = stack.use(await temporaryFolder());
  const { api, proxy } = stack.use(
    await startToxiproxy({
      name: 'wires',
      tool: await provision('toxiproxy-server', { signal, report: () => {} }),
      logFile: join(folder.path, 'log'),
      reaper: stack.use(startReaper()),
      signal,
      onDeath: (what) => assert.fail(what),
    }),
  );
  const port = await proxy('a', `${host}:${(server.address() as AddressInfo).port}`);
  const wire = proxiedWire({ api, proxy: 'a', instance: 'app-1', near: { host, port } });
  const owned = stack.move();
  return { wire, port, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

test('a wire that was slow is whole again although who was connected has left what was on its way', async () => {
  await using sender = await wireToSender();
  const { wire, port } = sender;
  await wire.add({ type: 'latency', stream: 'downstream', attributes: { latency: 2000, jitter: 0 } });
  for (let round = 0; round < 5; round++) {
    const socket = connect({ host, port });
    await once(socket, 'connect');
    await delay(100);
    socket.resetAndDestroy();
  }
  await delay(200);
  await wire.restore();
  const socket = connect({ host, port });
  const startedMs = performance.now();
  await once(socket, 'data');
  assert.ok(performance.now() - startedMs < 1500);
  socket.destroy();
});
