import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import pWaitFor from 'p-wait-for';
import { tellOver } from './tell-over.ts';

async function told(status: number, until: (asked: number) => boolean) {
  let asked = 0;
  const server = createServer((_, response) => {
    asked++;
    response.statusCode = status;
    response.end(status === 204 ? undefined : 'the token is wrong');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/faults-over/x`;
  const said: string[] = [];
  const over = new AbortController();
  const telling = tellOver({
    url,
    token: 'a token',
    everyMs: 1,
    signal: over.signal,
    report: (line) => said.push(line),
  });
  await pWaitFor(() => until(asked), { interval: 5, timeout: 20_000 });
  over.abort();
  await telling;
  server.close().closeAllConnections();
  return said;
}

test('generators are told again and again that the faults are over, and nothing is said of that', async () => {
  assert.deepEqual(await told(204, (asked) => asked >= 20), []);
});

test('whoever will not pass it on is told once, with what it answered', async () => {
  assert.deepEqual(await told(403, (asked) => asked >= 20), [
    'the generators wait, as they are not told that the faults are over: the exporter answered 403 the token is wrong',
  ]);
});
