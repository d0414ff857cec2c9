import assert from 'node:assert/strict';
import { test } from 'node:test';
import { experiment } from '../report/testing/experiments.ts';
import { adviceOn, untriedOn, otherSecret } from './advice.ts';

const load = { workload: 'register' as const, clients: 40, rate: 50, durationMs: 2000 };
const TTL_MS = 600_000;
const sound = experiment('redis');
const generator = { ...sound.generator, verdict: 'pass' as const };

test('who is offered more than it can do is told first, with how much it did', () => {
  const overloaded = { ...generator, intendedPerSecond: 2949.2, achievedPerSecond: 546.4, behindP50Ms: 3100 };
  assert.deepEqual(adviceOn(load, TTL_MS, { ...sound, generator: overloaded }), [
    'the app served 546/s of 2,949 offered',
  ]);
});

test('clients that wait in vain are late for that, and not for their load', () => {
  const late = { ...generator, intendedPerSecond: 400, achievedPerSecond: 20, behindP50Ms: 6140 };
  const fromSend = { count: 20, p50Ms: 5000, p90Ms: 5000, p99Ms: 5000, maxMs: 5000 };
  const latencyOfFailed = [{ op: 'read', fromIntended: fromSend, fromSend }];
  assert.deepEqual(adviceOn(load, TTL_MS, { ...sound, generator: late, latencyOfFailed }), []);
});

test('a single answer that took long makes no overload', () => {
  const waiting = { ...generator, intendedPerSecond: 300, achievedPerSecond: 200, behindP50Ms: 0.4 };
  assert.deepEqual(adviceOn(load, TTL_MS, { ...sound, generator: waiting }), []);
});

test('clients that had nothing to do leave everything unknown, and it says what to change', () => {
  const [advice] = adviceOn(load, TTL_MS, { ...sound, generator, verdict: 'unknown' });
  assert.match(
    advice ?? '',
    /^40 clients had too little to do, 2\.5 operations each; --clients 4, a higher --rate or a longer/,
  );
  assert.deepEqual(adviceOn(load, TTL_MS, { ...sound, generator, verdict: 'pass' }), []);
  assert.deepEqual(
    adviceOn(load, TTL_MS, { ...sound, generator, verdict: 'unknown', problems: ['k6 ended'] }),
    [],
  );
});

test('sessions that live too short for the load are named, with what to change', () => {
  const counts = { ...sound.counts, reads: 100, readsAbsent: 76 };
  const [advice, ...others] = adviceOn(load, 1000, { ...sound, counts, generator, verdict: 'unknown' });
  assert.match(
    advice ?? '',
    /^sessions live 1 s here, and 76.* of reads came after that; a longer life \(--ttl,/,
  );
  assert.deepEqual(others, []);
  assert.doesNotMatch(adviceOn(load, 1000, { ...sound, generator, verdict: 'unknown' }).join(), /live/);
  assert.deepEqual(adviceOn(load, 1000, { ...sound, counts, generator, verdict: 'pass' }), []);
});

test('cookies that are signed with another secret are told before what seems lost by them', () => {
  assert.deepEqual(otherSecret({}), []);
  assert.match(
    otherSecret({ 'answers that did not take a cookie': 12 })[0] ?? '',
    /^12 answers did not take a cookie although the store had its session: .* the same$/,
  );
});

const post = (path: string) => ({ method: 'POST' as const, path, done: '/' });

test('what visits by own pages leave out is said, as a pass is none for it', () => {
  const account = { path: '/', shows: '(.*)' };
  const pages = { users: [{ name: 'a' }], signedOut: ['/login'], login: post('/login'), account };
  const said = untriedOn({ pages }).join('; ');
  assert.match(said, /login takes over .* login has no page; whether a logout .* no logout$/);
  const login = { ...pages.login, page: '/login' };
  assert.deepEqual(untriedOn({ pages: { ...pages, login, logout: post('/logout') } }), []);
  assert.deepEqual(untriedOn({}), []);
});
