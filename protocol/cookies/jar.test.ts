import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { CookieJar } from 'tough-cookie';
import { Jar } from './jar.ts';
import { placeOf } from './place.ts';
import { parseSetCookie } from './set-cookie.ts';

const take = (jar: Jar, url: string, line: string, nowMs: number) => {
  const read = parseSetCookie(line);
  return 'unreadable' in read ? read.unreadable : jar.take(read, placeOf(url), nowMs);
};
const shownAt = (jar: Jar, url: string, nowMs: number) =>
  jar
    .shownAt(placeOf(url), nowMs)
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');

const some = <Text extends string>(...texts: Text[]) => fc.constantFrom(...texts);
const maybe = (attribute: string, ...values: string[]) =>
  some('', ...values.map((value) => `; ${attribute}${value}`));
const url = fc
  .tuple(
    some('http://', 'https://'),
    some('a.shop.example.com', 'b.shop.example.com', 'www.example.com', '127.0.0.1', 'localhost'),
    some('', ':3000', ':3001'),
    some('', '/', '/a', '/a/', '/a/b', '/ab', '/a/b/c?d=/e'),
  )
  .map((parts) => parts.join(''));
// None that is a host above, but for localhost: tough-cookie takes a cookie of that host alone for the same as one of its
// domain, as RFC 6265 has it; browsers do not, nor does RFC 6265bis.
const domain = maybe(
  'Domain=',
  'example.com',
  '.example.com',
  'shop.example.com',
  'xample.com',
  'com',
  '0.0.1',
  'localhost',
  '',
);
const header = fc
  .tuple(
    some('sid', 'sid', 'other', '__Host-sid', '__Secure-sid'),
    some('=1', '=2', '=3', '='),
    domain,
    maybe('Path=', '/', '/a', '/a/', '/a/b', 'a', ''),
    some('', '; Secure'),
    maybe('', 'Max-Age=0', 'Max-Age=100', 'Expires=Thu, 01 Jan 1970 00:00:01 GMT', 'HttpOnly'),
    maybe('SameSite=', 'Lax', 'Strict'),
  )
  .map((parts) => parts.join(''));

/** What tough-cookie leaves to others, and browsers do not. */
const isBeyond = (address: string, line: string) =>
  line.includes('Secure;') || line.endsWith('; Secure') ? !placeOf(address).isTrustworthy : false;

test('cookies are kept and shown, and in that order, as tough-cookie keeps and shows them', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(url, header), { minLength: 1, maxLength: 8 }),
      fc.array(url, { minLength: 1, maxLength: 4 }),
      async (taken, asked) => {
        const [jar, oracle] = [new Jar(), new CookieJar(undefined, { prefixSecurity: 'strict' })];
        const nowMs = Date.now();
        for (const [from, line] of taken) {
          if (isBeyond(from, line)) continue;
          const refusal = take(jar, from, line, nowMs);
          const kept = await oracle.setCookie(line, from).catch(() => undefined);
          assert.equal(refusal === undefined, kept !== undefined, `${line} from ${from}: ${refusal}`);
        }
        for (const address of asked)
          assert.equal(shownAt(jar, address, nowMs), await oracle.getCookieString(address), address);
      },
    ),
    { numRuns: 1000 },
  );
});

for (const [line, from, why] of [
  ['sid=1; SameSite=None', 'http://127.0.0.1:3000/', /SameSite=None without Secure/],
  ['sid=1; SameSite=None; Secure', 'http://127.0.0.1:3000/', undefined],
  ['sid=1; Partitioned', 'https://shop.example.com/', /Partitioned without Secure/],
  ['sid=1; Partitioned; Secure', 'https://shop.example.com/', undefined],
  ['sid=1; Secure', 'http://shop.example.com/', /Secure, and came over plain http/],
  ['sid=1; Secure', 'http://10.1.2.3/', /Secure, and came over plain http/],
  ['sid=1; Secure', 'http://localhost:3000/', undefined],
  ['sid=1; Secure', 'http://[::1]:3000/', undefined],
  [
    'sid=1; Domain=shop.example.com',
    'http://127.0.0.1/',
    /Domain is shop\.example\.com, and it came from 127/,
  ],
  ['sid=1; Domain=127.0.0.1', 'http://127.0.0.1:3000/', undefined],
  ['sid=1; Domain=localhost', 'http://localhost:3000/', undefined],
  ['sid=1; Domain=com', 'http://shop.com/', /public suffix/],
  ['__HOST-sid=1; Secure', 'https://shop.example.com/a', /__HOST-, and its Path is not/],
  ['__Host-sid=1; Path=/', 'https://shop.example.com/', /__Host-, and it is not Secure/],
  ['__Host-sid=1; Path=/; Secure; Domain=example.com', 'https://a.example.com/', /and it has a Domain/],
  ['__Host-sid=1; Path=/; Secure', 'https://shop.example.com/a', undefined],
  ['__secure-sid=1', 'https://shop.example.com/', /__secure-, and it is not Secure/],
  ['=__Host-sid', 'https://shop.example.com/', /has no name, and a value that begins with __Host-/],
] as const) {
  test(`${line} from ${from} is ${why ? 'refused' : 'kept'}`, () => {
    const refusal = take(new Jar(), from, line, 0);
    if (why) assert.match(refusal ?? '', why);
    else assert.equal(refusal, undefined);
  });
}

test('of more cookies than a browser keeps for a host, the oldest go', () => {
  const jar = new Jar();
  for (let i = 0; i < 181; i++) take(jar, 'http://localhost/', `n${i}=1`, 0);
  const shown = jar.shownAt(placeOf('http://localhost/'), 0);
  assert.deepEqual([shown.length, shown[0]?.name], [180, 'n1']);
});

test('ports do not keep cookies apart, and hosts do', () => {
  const jar = new Jar();
  take(jar, 'http://127.0.0.1:3001/', 'sid=1', 0);
  assert.equal(shownAt(jar, 'http://127.0.0.1:3002/', 0), 'sid=1');
  assert.equal(shownAt(jar, 'http://127.0.0.2:3001/', 0), '');
});
