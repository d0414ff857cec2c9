import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { parseDate } from 'tough-cookie';
import { dateOf } from './date.ts';
import { endOf, parseSetCookie, shownHeader, splitHeaders } from './set-cookie.ts';

const parsed = (line: string) => {
  const read = parseSetCookie(line);
  assert.ok(!('unreadable' in read), line);
  return read;
};

test('a header is read into its parts, in any case of letters and with any blanks', () => {
  assert.deepEqual(
    parsed(' sid =s%3Aone.sig ;PATH=/a; domain=.Shop.Example ; secure;HttpOnly; sameSite=none; Partitioned'),
    {
      name: 'sid',
      value: 's%3Aone.sig',
      path: '/a',
      domain: 'shop.example',
      secure: true,
      sameSite: 'none',
      partitioned: true,
    },
  );
  assert.deepEqual(parsed('token'), { name: '', value: 'token', secure: false, partitioned: false });
});

test('of an attribute that comes twice the last one counts, also where it says nothing', () => {
  assert.equal(parsed('a=1; Path=/x; Path=').path, undefined);
  assert.equal(parsed('a=1; Domain=x.example; Domain=y.example').domain, 'y.example');
});

test('a name and value of 4,096 bytes are kept, one more is too big; characters are counted in UTF-8', () => {
  assert.equal(parsed(`a=${'x'.repeat(4095)}`).value.length, 4095);
  for (const value of ['x'.repeat(4096), 'é'.repeat(2048), '漢'.repeat(1366), '🜁'.repeat(1024)])
    assert.deepEqual(parseSetCookie(`a=${value}`), {
      unreadable: 'its name and value are longer than 4096 bytes',
      big: true,
    });
});

test('an attribute of more than 1,024 bytes is as if it were not there', () => {
  assert.equal(parsed(`a=1; Path=/${'x'.repeat(1023)}`).path?.length, 1024);
  assert.equal(parsed(`a=1; Path=/${'x'.repeat(1024)}`).path, undefined);
});

test('a control character spoils a header, a tab does not', () => {
  for (const control of ['\0', '\n', '\u007f'])
    assert.deepEqual(parseSetCookie(`a=1${control}`), {
      unreadable: 'it has a control character',
      big: false,
    });
  assert.equal(parsed('a=1\t2').value, '1\t2');
  assert.ok('unreadable' in parseSetCookie('=; Path=/'));
});

test('Max-Age goes before Expires, and without both a cookie ends with the browser', () => {
  const expires = 'Expires=Thu, 01 Jan 2026 00:00:00 GMT';
  assert.equal(endOf(parsed(`a=1; ${expires}; Max-Age=5`), 1000), 6000);
  assert.equal(endOf(parsed(`a=1; Max-Age=5; ${expires}`), 1000), 6000);
  assert.equal(endOf(parsed(`a=1; ${expires}; Max-Age=x`), 1000), Date.UTC(2026, 0, 1));
  for (const over of ['0', '-1']) assert.equal(endOf(parsed(`a=1; Max-Age=${over}`), 1000), -Infinity);
  assert.equal(endOf(parsed('a=1; Expires=no date'), 1000), Infinity);
});

const two = (least: number, most: number) => fc.integer({ min: least, max: most }).map(String);
const dateText = fc
  .tuple(
    fc.constantFrom('Thu, ', 'Thursday, ', ''),
    two(0, 32),
    fc.constantFrom(' ', '-'),
    fc.constantFrom('Jan', 'feb', 'MARCH', 'Dec', 'Foo'),
    fc.oneof(two(0, 99), two(1590, 2100)),
    two(0, 25),
    two(0, 60),
    two(0, 60),
  )
  .map(
    ([weekday, day, by, month, year, hour, minute, second]) =>
      `${weekday}${day}${by}${month}${by}${year} ${hour}:${minute}:${second} GMT`,
  );

test('dates are read as tough-cookie reads them', () => {
  fc.assert(
    fc.property(fc.oneof(dateText, fc.string()), (text) => {
      assert.equal(dateOf(text), parseDate(text)?.getTime());
    }),
    { numRuns: 2000 },
  );
});

test('headers that came as one text come apart again, dates and all', () => {
  const headers = [
    'a=1; Path=/; Expires=Thu, 01 Jan 2026 00:00:00 GMT; HttpOnly',
    'a.sig=2; Max-Age=5',
    'c=',
  ];
  assert.deepEqual(splitHeaders(headers.join(', ')), headers);
});

test('what people see of a header does not open the session', () => {
  assert.equal(
    shownHeader('connect.sid=s%3AH8Zk2kQ.c2lnbmF0dXJl; Path=/; SameSite=None'),
    'connect.sid=s%3AH8...; Path=/; SameSite=None',
  );
  assert.equal(shownHeader('a=1'), 'a=1');
  assert.equal(shownHeader('secretsecretsecret; Path=/'), 'secret...; Path=/');
  assert.equal(shownHeader('a=\u001b[31mred'), 'a=?[31mr...');
});
