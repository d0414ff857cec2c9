import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { countInstances } from './instances.ts';

async function balancer(names: readonly string[]) {
  let asked = 0;
  const server = createServer((_, response) => {
    response.end(JSON.stringify({ holdfast: 'probe', instance: names[asked++ % names.length] }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

const { signal } = new AbortController();

test('instances behind one address are counted by the names that they give', async () => {
  await using three = await balancer(['a', 'b', 'c']);
  assert.equal(await countInstances([three.url], signal), 3);
});

test('there are at least as many instances as addresses, whatever they call themselves', async () => {
  await using one = await balancer(['app']);
  await using other = await balancer(['app']);
  assert.equal(await countInstances([one.url, other.url], signal), 2);
});

test('an address that has no name to give adds none', async () => {
  assert.equal(await countInstances(['http://127.0.0.1:1'], signal), 1);
});
