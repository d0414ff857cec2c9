import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BALANCER_COOKIE } from '../../protocol/routes.ts';
import { Cookies, NO_EXPIRY } from './cookies.ts';

const NOW_MS = 1_000_000;
const sent = (value: string) => [{ value, max_age: 0, expires: NO_EXPIRY }];

function behindBalancer(): Cookies {
  const cookies = new Cookies();
  cookies.take({ 'connect.sid': sent('s%3Athe-id.signature'), [BALANCER_COOKIE]: sent('app-1') }, NOW_MS);
  return cookies;
}

test('the cookie of the balancer goes with every request and is no id of a session', () => {
  const cookies = behindBalancer();
  assert.equal(cookies.header(NOW_MS), `connect.sid=s%3Athe-id.signature; ${BALANCER_COOKIE}=app-1`);
  assert.deepEqual(cookies.ids(), ['the-id']);
});

test('a client that forges an id still goes to the instance that the balancer tied it to', () => {
  const forged = behindBalancer().forged('chosen');
  assert.deepEqual(forged.ids(), ['chosen']);
  assert.match(forged.header(NOW_MS), new RegExp(`${BALANCER_COOKIE}=app-1$`));
});

test('a cookie without an end is kept, and one that ends with 1970 is taken back', () => {
  const cookies = behindBalancer();
  cookies.take({ 'connect.sid': [{ value: '', max_age: 0, expires: 0 }] }, NOW_MS);
  assert.equal(cookies.header(NOW_MS), `${BALANCER_COOKIE}=app-1`);
});
