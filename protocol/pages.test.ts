import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cameOf, isSign, pagesOf, saidBy, sentBy, tokenIn, type Answered, type PageAction } from './pages.ts';

const answered = (part: Partial<Answered>): Answered => ({
  status: 200,
  text: '',
  url: 'http://127.0.0.1:3000/shop/login',
  ...part,
});
const to = (location: string, status = 302) => answered({ status, location });

for (const [location, isThere] of [
  ['/cart', true],
  ['/cart?added=1#top', true],
  ['http://127.0.0.1:3000/cart', true],
  ['HTTP://127.0.0.1:3000/cart', true],
  ['http://127.0.0.1:4000/cart', false],
  ['//elsewhere/cart', false],
  ['/cart/2', false],
  ['cart', false],
  ['../cart', false],
] as const)
  test(`a redirect to ${location} is ${isThere ? '' : 'not '}one to /cart`, () => {
    assert.equal(isSign('/cart', to(location)), isThere);
  });

for (const [location, isThere] of [
  ['/login?error=1', true],
  ['/login?error=1#form', true],
  ['http://127.0.0.1:3000/login?error=1', true],
  ['login?error=1', false],
  ['/login', false],
  ['/login?', false],
  ['/login?error=2', false],
  ['/login?error=1&again=1', false],
  ['/account?error=1', false],
] as const)
  test(`a redirect to ${location} is ${isThere ? '' : 'not '}one to /login?error=1`, () => {
    assert.equal(isSign('/login?error=1', to(location)), isThere);
  });

test('the parameters of a query are the same in any order, and however they are encoded', () => {
  const there = (location: string) => isSign('/cart?by=a%20b&done=1', to(location));
  assert.equal(there('/cart?done=1&by=a+b'), true);
  assert.equal(there('/cart?done=1&by=a%2Bb'), false);
  assert.equal(isSign('/cart?by=%', to('/cart?by=%')), true);
  assert.equal(isSign('/cart#top', to('/cart')), true);
});

test('signedOut and done are told apart by what is asked at one place', () => {
  const action: PageAction = { method: 'POST', path: '/login', done: '/login?ok=1' };
  const came = (location: string) => cameOf(action, { signedOut: ['/login?error=1'] }, to(location));
  assert.equal(came('/login?ok=1'), 'done');
  assert.equal(came('/login?error=1'), 'signed out');
  assert.ok('unexplained' in Object(came('/login')));
});

test('a page that names the address is no redirect, and a redirect that has the text is no page', () => {
  assert.equal(isSign('/cart', answered({ text: '/cart' })), false);
  assert.equal(isSign('Thank you', answered({ ...to('/x'), text: 'Thank you' })), false);
  assert.equal(isSign('Thank you', answered({ status: 500, text: 'Thank you' })), false);
  assert.equal(isSign(204, answered({ status: 204 })), true);
});

const ACCOUNT = { path: '/', shows: 'Hello, (\\w+)' };
const PAGES = { signedOut: ['/login', 'Please log in', 401] };

test('what a page says is what it shows, that nobody is signed in, or nothing', () => {
  const said = (part: Partial<Answered>) => saidBy(ACCOUNT, PAGES, answered(part));
  assert.deepEqual(said({ text: '<b>Hello, ann</b>' }), { shows: 'ann' });
  assert.deepEqual(saidBy(ACCOUNT, PAGES, to('/login')), { signedOut: true });
  assert.deepEqual(said({ status: 401 }), { signedOut: true });
  for (const unexplained of [
    { text: 'Hello, ann. Please log in' },
    { text: 'We are closed for maintenance' },
    { status: 500, text: 'Hello, ann' },
    { status: 404 },
  ])
    assert.ok('unexplained' in said(unexplained), JSON.stringify(unexplained));
  assert.ok('unexplained' in saidBy(ACCOUNT, PAGES, to('/maintenance')));
});

test('an action whose answer says two things at once says nothing', () => {
  const action: PageAction = { method: 'POST', path: '/cart', done: 'Added' };
  assert.equal(cameOf(action, PAGES, answered({ text: 'Added' })), 'done');
  assert.equal(cameOf(action, PAGES, to('/login')), 'signed out');
  for (const text of ['Added. Please log in', 'Sold out'])
    assert.ok('unexplained' in Object(cameOf(action, PAGES, answered({ text }))), text);
});

test('what is sent is filled and written as forms and JSON are', () => {
  const fillings = { name: 'ann & bob', token: 'a=b' };
  const form = { user: '{name}', t: '{token}', other: '{unknown}' };
  const action: PageAction = { method: 'POST', path: '/', form, done: 200 };
  assert.equal(sentBy(action, fillings).body, 'user=ann%20%26%20bob&t=a%3Db&other=%7Bunknown%7D');
  const json = sentBy({ method: 'POST', path: '/', json: { user: '{name}', count: 1 }, done: 200 }, fillings);
  assert.deepEqual(JSON.parse(json.body ?? ''), { user: 'ann & bob', count: 1 });
  assert.equal(tokenIn({ token: 'value="(\\w+)"' }, '<input name="_csrf" value="abc">'), 'abc');
  assert.equal(tokenIn({ token: 'value="(\\w+)"' }, ''), undefined);
});

const page = (text: string) => answered({ text });

test("a user's own words stand in addresses, encoded, and in what is expected, as they are", () => {
  const user = { name: 'ann', town: 'St. John (A/B)' };
  const { login, account, signedOut } = pagesOf(
    {
      users: [user],
      signedOut: ['/login?of={town}', 401],
      login: { method: 'POST', path: '/in/{town}', page: '/{name}/{n}', done: 'in {town}, a{2} {other}' },
      account: { path: '/{name}', shows: '{town}: (\\w+)' },
    },
    user,
  );
  assert.deepEqual([login.path, login.page], ['/in/St.%20John%20(A%2FB)', '/ann/{n}']);
  assert.deepEqual(signedOut, ['/login?of=St.%20John%20(A%2FB)', 401]);
  assert.equal(isSign(login.done, page('in St. John (A/B), aa {other}')), true);
  assert.equal(isSign(login.done, page('in Stx John (A/B), aa {other}')), false);
  assert.deepEqual(saidBy(account, { signedOut }, page('St. John (A/B): ann')), { shows: 'ann' });
});
