import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { test } from 'node:test';
import pWaitFor from 'p-wait-for';
import { watchTargets } from './watch.ts';

test('the end of what listens is seen, once and by its address; another one goes on', async () => {
  const [mortal, lasting] = [createServer(), createServer()];
  const urls: string[] = [];
  for (const server of [mortal, lasting]) {
    server.on('connection', (socket) => socket.on('error', () => {}).resume());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    urls.push(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }
  const gone: string[] = [];
  {
    await using _watch = watchTargets(urls, (target) => gone.push(target));
    mortal.close();
    await pWaitFor(() => gone.length > 0, { timeout: 10_000 });
  }
  assert.deepEqual(gone, [urls[0]]);
  lasting.close();
});
