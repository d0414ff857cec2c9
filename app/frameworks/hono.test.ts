import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import { test } from 'node:test';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { getIronSession, webCookies } from 'iron-session';
import { HEADERS, ROUTES } from '../../protocol/routes.ts';
import { probe } from './hono.ts';

function appOf() {
  const app = new Hono();
  app.onError(({ message }, context) => context.text(message, 500));
  app.use(async ({ req }, next) => {
    if (req.header('x-read') === 'before') await req.text();
    await next();
  });
  app.use(
    probe({
      session: async ({ req, res }) => {
        const options = { cookieName: 'sid', password: '.'.repeat(32), cookieOptions: { secure: false } };
        const values = await getIronSession<Record<string, unknown>>(
          webCookies(req.raw, res.headers),
          options,
        );
        return { values: () => values, save: () => values.save(), destroy: () => values.destroy() };
      },
    }),
  );
  app.get('/', (context) => context.text('at home'));
  return app;
}

test('a body that something before the probe has read is taken in all the same', async () => {
  await using server = (createAdaptorServer({ fetch: appOf().fetch }) as Server).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  assert.ok(typeof address === 'object' && address);
  const headers = { [HEADERS.probe]: '1', 'content-type': 'application/json' };
  for (const read of ['before', 'by the probe']) {
    const sent = { method: 'POST', headers: { ...headers, 'x-read': read }, body: '{"owner":"me"}' };
    const answer: Response = await fetch(`http://127.0.0.1:${address.port}${ROUTES.session}`, sent);
    assert.deepEqual([answer.status, await answer.text()], [200, '{"owner":"me"}'], read);
  }
});

test('where Node does not serve the app only what is for the probe fails, and says so', async () => {
  const app = appOf();
  assert.equal(await (await app.request('/')).text(), 'at home');
  const answer = await app.request(ROUTES.session);
  assert.equal(answer.status, 500);
  assert.match(await answer.text(), /serve the app by @hono\/node-server/);
});
