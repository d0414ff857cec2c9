import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BALANCER_COOKIE } from '../../protocol/routes.ts';
import { Cookies } from './cookies.ts';

const NOW_MS = 1_000_000;
const AT = 'http://127.0.0.1:3000/probe/session';
const KEY = `${AT}/keys/a`;

function given(...headers: string[]) {
  const cookies = new Cookies();
  return { cookies, taken: cookies.take(headers, AT, NOW_MS) };
}

/** What a browser would do otherwise, when the client asks at this address. */
function toldAt(cookies: Cookies, url: string): string | undefined {
  cookies.compare(url, NOW_MS);
  return cookies.takeRefusal();
}

const behindBalancer = () =>
  given('connect.sid=s%3Athe-id.signature; Path=/; HttpOnly', `${BALANCER_COOKIE}=app-1; Path=/`).cookies;

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
  const over = ['connect.sid=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT'];
  assert.deepEqual(cookies.take(over, AT, NOW_MS), { dropped: false, refused: false });
  assert.equal(cookies.header(NOW_MS), `${BALANCER_COOKIE}=app-1`);
});

test('a cookie of an app whose clock is wrong lives as long as browsers have it live', () => {
  const cookies = new Cookies();
  const hour = 3_600_000;
  // A minute from now, by a clock that is an hour behind.
  const expires = new Date(NOW_MS - hour + 60_000).toUTCString();
  assert.deepEqual(cookies.take([`sid=one; Path=/; Expires=${expires}`], AT, NOW_MS, -hour), {
    dropped: false,
    refused: false,
  });
  assert.equal(cookies.header(NOW_MS + 59_000), 'sid=one');
  assert.equal(toldAt(cookies, KEY), undefined);
  assert.equal(cookies.header(NOW_MS + 60_001), '');
});

test('where clocks are set on purpose a cookie has no end, and is no other than a browser’s', () => {
  const cookies = new Cookies();
  const nowMs = Date.UTC(2026, 10, 28);
  const over = new Date(nowMs - 60_000).toUTCString();
  // Two, of which the second is dated by another clock.
  for (const value of ['one', 'two'])
    assert.deepEqual(cookies.take([`sid=${value}; Path=/; Expires=${over}`], AT, nowMs, 'unknown'), {
      dropped: false,
      refused: false,
    });
  assert.equal(cookies.header(nowMs + 1e9), 'sid=two');
  assert.equal(toldAt(cookies, KEY), undefined);
});

test('a client drops the cookies that a browser drops: too big, or over', () => {
  const { cookies, taken } = given('connect.sid=s%3Aone.sig; Path=/');
  assert.deepEqual(taken, { dropped: false, refused: false });
  const big = [`connect.sid=${'x'.repeat(4096)}; Path=/`];
  assert.deepEqual(cookies.take(big, AT, NOW_MS), { dropped: true, refused: false });
  assert.equal(cookies.header(NOW_MS), 'connect.sid=s%3Aone.sig');
  cookies.take(['connect.sid=two; Path=/; Max-Age=2'], AT, NOW_MS);
  assert.notEqual(cookies.header(NOW_MS + 1999), '');
  assert.equal(cookies.header(NOW_MS + 2000), '');
  cookies.keepsExpired = true;
  assert.notEqual(cookies.header(NOW_MS + 2000), '');
});

test('a client that shows an id of its own keeps the old one to itself', () => {
  const { cookies } = given('connect.sid=s%3Aone.sig; Path=/');
  const copy = cookies.copy();
  copy.take(['connect.sid=s%3Atwo.sig; Path=/'], AT, NOW_MS);
  assert.deepEqual([cookies.ids(), copy.ids(), cookies.forged('mine').ids()], [['one'], ['two'], ['mine']]);
});

test('a cookie that a browser refuses is shown all the same, and told once, without what opens the session', () => {
  const { cookies, taken } = given('sid=s%3Asecret.signature; Domain=shop.example.com; Path=/');
  assert.match(String(taken.refused), /Domain is shop\.example\.com.*\(Set-Cookie: sid=s%3Ase\.\.\.; Domain/);
  assert.equal(cookies.header(NOW_MS), 'sid=s%3Asecret.signature');
  assert.equal(toldAt(cookies, KEY), undefined);
  assert.equal(cookies.arePlainAt(AT), false);
});

test('a cookie of a path where the session is not is never sent', () => {
  const { cookies, taken } = given('sid=1; Path=/admin');
  assert.equal(taken.refused, false);
  assert.match(toldAt(cookies, KEY) ?? '', /Path is \/admin, and a browser does not send it to \/probe/);
  assert.equal(toldAt(cookies, KEY), undefined, 'it is told once');
  assert.equal(cookies.header(NOW_MS), 'sid=1');
});

test('without a path a cookie goes to the folder of its address: an older one of a longer path goes before it', () => {
  const cookies = new Cookies();
  cookies.take(['sid=old'], KEY, NOW_MS);
  assert.equal(toldAt(cookies, KEY), undefined);
  cookies.take(['sid=old'], AT, NOW_MS);
  assert.equal(toldAt(cookies, KEY), undefined, 'two of one value are as one');
  cookies.take(['sid=new'], AT, NOW_MS);
  assert.match(toldAt(cookies, KEY) ?? '', /an older one .* of Path=\/probe\/session\/keys, goes before it/);
  assert.ok(cookies.isDoubtful);
});

test('a path that hides another cookie of the name is told', () => {
  const { cookies } = given('sid=one; Path=/');
  cookies.take(['sid=two; Path=/probe'], AT, NOW_MS);
  assert.match(toldAt(cookies, KEY) ?? '', /hides an older one of its name, of Path=\//);
});

test('two cookies of one name in one response, as two session middlewares set them, are told', () => {
  assert.match(
    String(given('sid=one; Path=/', 'sid=two; Path=/').taken.refused),
    /set twice in one response/,
  );
  assert.equal(given('sid=one; Path=/', 'sid=one; Path=/').taken.refused, false);
});

test('a cookie that is taken back by another path than its own stays in a browser', () => {
  const { cookies } = given('sid=one; Path=/');
  const { refused } = cookies.take(['sid=; Path=/probe; Max-Age=0'], AT, NOW_MS);
  assert.match(String(refused), /takes back a cookie of Path=\/probe, and the one of Path=\/ stays/);
});

test('cookies that a client made up are none of a browser’s, which says nothing of them', () => {
  const forged = given('sid=s%3Aone.sig; Path=/').cookies.forged('mine');
  assert.deepEqual(forged.take(['sid=two; SameSite=None'], AT, NOW_MS), { dropped: false });
  assert.equal(toldAt(forged, KEY), undefined);
});

test('of a cookie that came with a redirect the value is taken in, and the rest stays', () => {
  const { cookies } = given('sid=one; Path=/; Max-Age=5');
  assert.equal(cookies.keep('sid', 'two', AT), false);
  assert.equal(cookies.keep('new', '1', AT), false);
  assert.equal(toldAt(cookies, KEY), undefined);
  assert.equal(cookies.header(NOW_MS), 'sid=two; new=1');
  assert.equal(cookies.keep('sid', 'x'.repeat(5000), AT), true);
  assert.equal(cookies.header(NOW_MS + 5000), 'new=1');
});

test('over HTTPS, or as a proxy says of its visitors, a Secure cookie of any host is kept', () => {
  const secure = ['sid=1; Path=/; Secure'];
  assert.match(String(new Cookies().take(secure, 'http://10.1.2.3/', NOW_MS).refused), /plain http/);
  assert.equal(new Cookies().take(secure, 'https://10.1.2.3/', NOW_MS).refused, false);
  const proxied = new Cookies();
  proxied.byTls = true;
  assert.equal(proxied.take(secure, 'http://10.1.2.3/', NOW_MS).refused, false);
});
