import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HEADERS } from '../../../protocol/routes.ts';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { reach, urlOf } from './reach.ts';

const signal = new AbortController().signal;
const place = { context: 'work', namespace: 'holdfast-x' };

/** Answers as the instance of that name. */
async function instance(name: string) {
  const server = createServer((_request, response) => response.setHeader(HEADERS.instance, name).end('{}'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

test('where addresses of pods are not reached, or are somebody else’s here, a port of a node is taken', async () => {
  await using own = await instance('app-1');
  await using other = await instance('app-7');
  const nodes = ['127.0.0.1'];
  const door = { name: 'app-1', podIP: '127.0.0.1', port: other.port, nodes, nodePort: own.port };
  const way = await reach(door, { place, signal });
  assert.deepEqual([way.way, urlOf(way)], ['node', `http://127.0.0.1:${own.port}`]);
  const near = await reach({ ...door, port: own.port }, { place, signal });
  assert.equal(near.way, 'pod');
});

test('where neither is reached, all that was tried is told', async () => {
  await using other = await instance('app-7');
  const closed = await instance('app-1');
  await closed[Symbol.asyncDispose]();
  const door = {
    name: 'app-1',
    podIP: '127.0.0.1',
    port: closed.port,
    nodes: ['127.0.0.1'],
    nodePort: other.port,
  };
  await assert.rejects(
    reach(door, { place, signal, withinMs: 1 }),
    /does not reach it: http:\/\/127\.0\.0\.1:\d+ \(ECONNREFUSED\), http:\/\/127\.0\.0\.1:\d+ \(somebody else answers\)/,
  );
});
