import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import getPort from 'get-port';
import { listening } from '../../../../test/listening.ts';
import { assertThere } from './told-of.ts';

test('where no toxiproxy answers, the message says why, and how one can be reached', async () => {
  const api = `http://127.0.0.1:${await getPort({ host: '127.0.0.1' })}`;
  await assert.rejects(assertThere({ api, proxy: 'redis' }), {
    message: `no toxiproxy answered at ${api}: connect ECONNREFUSED ${new URL(api).host}`,
    next: /^publish the port of its API/,
  });
});

test('something else that answers there is told by what it answered', async () => {
  await using other = await listening(createServer((_, response) => response.writeHead(404).end()));
  await assert.rejects(assertThere({ api: other.url, proxy: 'redis' }), {
    message: /^no toxiproxy answered at \S+: .*404$/,
  });
});

test('a proxy that it does not have is told with those that it has', async () => {
  const proxies = { sessions: { name: 'sessions', listen: '', upstream: '', enabled: true, toxics: [] } };
  await using toxiproxy = await listening(
    createServer((_, response) =>
      response.setHeader('content-type', 'application/json').end(JSON.stringify(proxies)),
    ),
  );
  await assert.rejects(assertThere({ api: toxiproxy.url, proxy: 'session' }), {
    message: /is called "session"\. Did you mean "sessions"\?$/,
    next: 'sessions',
  });
});
