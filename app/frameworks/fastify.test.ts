import assert from 'node:assert/strict';
import { test } from 'node:test';
import cookie from '@fastify/cookie';
import fastifySession, { MemoryStore } from '@fastify/session';
import Fastify from 'fastify';
import { HEADERS, ROUTES } from '../../protocol/routes.ts';
import { probe } from './fastify.ts';

async function instance(store: MemoryStore, secret: string) {
  const app = Fastify();
  await app.register(cookie);
  const settings = { store, secret: secret.padEnd(32, '.'), saveUninitialized: false };
  await app.register(fastifySession, { ...settings, cookie: { secure: false } });
  await app.register(probe, { instance: secret });
  return (method: 'GET' | 'POST', shown = '') => {
    const headers = { [HEADERS.probe]: '1', 'content-type': 'application/json', cookie: shown };
    const payload = method === 'POST' ? { payload: JSON.stringify({ owner: 'me' }) } : {};
    return app.inject({ method, url: ROUTES.session, headers, ...payload });
  };
}

test('an instance says of a cookie that it does not take that its store has the session', async () => {
  const store = new MemoryStore();
  const [one, other] = [await instance(store, 'one'), await instance(store, 'other')];
  const { headers } = await one('POST');
  const [shown = ''] = String(headers['set-cookie']).split(';');
  const [taken, unread, unknown] = [await one('GET', shown), await other('GET', shown), await other('GET')];
  assert.deepEqual([taken.statusCode, taken.headers[HEADERS.unread]], [200, undefined]);
  assert.deepEqual([unread.statusCode, unread.headers[HEADERS.unread]], [404, 'yes']);
  assert.deepEqual([unknown.statusCode, unknown.headers[HEADERS.unread]], [404, undefined]);
});

test('another plugin’s bodies are taken in as it takes them in, beside the probe', async () => {
  const app = Fastify();
  await app.register(probe);
  app.post('/echo', ({ body }) => body);
  const sent = await app.inject({ method: 'POST', url: '/echo', payload: { a: 1 } });
  assert.equal(sent.body, '{"a":1}');
});
