import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import express from 'express';
import session, { type SessionOptions } from 'express-session';
import { probe } from '../../../app/mounted.ts';
import { EXIT, HoldfastError } from '../../errors.ts';
import { listening } from '../../../test/listening.ts';
import { lookAt } from './about.ts';
import { assertTakenBack } from './taken-back.ts';

const signal = AbortSignal.timeout(600_000);
const sessions = (options: Partial<SessionOptions>) =>
  session({ secret: 'one', resave: false, saveUninitialized: false, ...options });
const instance = (name: string, options: Partial<SessionOptions>) =>
  express()
    .use(sessions(options))
    .use(probe({ instance: name }));

async function looks(targets: readonly string[], instances = targets.length): Promise<void> {
  const [first = ''] = targets;
  const { given } = await lookAt(first, { signal, asProxy: false });
  await assertTakenBack(targets, given, { instances, signal });
}

const isRefusal = (where: RegExp) => (error: unknown) => {
  assert.ok(error instanceof HoldfastError);
  assert.equal(error.exitCode, EXIT.usage);
  assert.match(error.message, where);
  assert.match(
    error.message,
    /\(Set-Cookie: connect\.sid=s%3A.*though its store has the session: two session/,
  );
  return true;
};

test('two instances that sign with different secrets on one store are told as that, with the header', async () => {
  const store = new session.MemoryStore();
  await using one = await listening(createServer(instance('a', { store })));
  await using other = await listening(createServer(instance('b', { store, secret: 'two' })));
  await assert.rejects(looks([one.url, other.url]), isRefusal(/\(b\) does not take the cookie that http/));
});

test('so are two parts of one app, and two instances behind one address', async () => {
  const store = new session.MemoryStore();
  const parts = express()
    .use('/probe/session/keys', sessions({ store, secret: 'two' }))
    .use(instance('a', { store }));
  await using app = await listening(createServer(parts));
  await assert.rejects(looks([app.url]), isRefusal(/\/probe\/session\/keys\/look \(a\)/));
  const [a, b] = [instance('a', { store }), instance('b', { store, secret: 'two' })];
  await using balancer = await listening(
    createServer((request, response) => void (Math.random() < 0.5 ? a : b)(request, response)),
  );
  await assert.rejects(looks([balancer.url], 2), isRefusal(/\((?:a|b)\) does not take/));
});

test('instances that share nothing, a store that forgets now and then, and new secrets beside old ones are none', async () => {
  const forgetful = new session.MemoryStore();
  const get = forgetful.get.bind(forgetful);
  let asked = 0;
  forgetful.get = (sid, done) => (++asked % 2 === 0 ? get(sid, done) : done(null, null));
  await using one = await listening(createServer(instance('a', { store: forgetful })));
  await looks([one.url]);
  await using apart = await listening(createServer(instance('b', {})));
  await using alone = await listening(createServer(instance('c', { secret: 'two' })));
  await looks([apart.url, alone.url]);
  const store = new session.MemoryStore();
  await using old = await listening(createServer(instance('d', { store })));
  await using renewed = await listening(createServer(instance('e', { store, secret: ['two', 'one'] })));
  await looks([old.url, renewed.url]);
});
