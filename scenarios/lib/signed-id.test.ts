import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cookies } from './cookies.ts';
import { signedId } from './signed-id.ts';

const SIGNATURE = 'OeUGM6W/Yx9bHLApK2h0xJ5mS8v1q7cT4dRfWnZpLkA';

test('an id is parted from its signature, as express-session and @fastify/session sign it', () => {
  assert.deepEqual(signedId(`s:an.id.${SIGNATURE}`), { before: 's:', id: 'an.id', signature: SIGNATURE });
  assert.deepEqual(signedId('s:id.short'), { before: 's:', id: 'id', signature: 'short' });
  assert.deepEqual(signedId(`VaFt-YsZBj.${SIGNATURE}`), {
    before: '',
    id: 'VaFt-YsZBj',
    signature: SIGNATURE,
  });
});

for (const [what, value] of [
  ['iron-session', 'Fe26.2*1*96ce564e*salt*iv*cipher*1790000000000*hmacSalt*JgPuLI-fLi8I~2'],
  ['@fastify/secure-session', 'OTFOhuCuBzOB3SHNWC3u+a/a==;SuteJMsE/knd15'],
  ['koa-session', '0197a3f0-9c1e-4a55-8f0e-0d6a3d3c6f10'],
  ['koa-session, in the cookie', 'eyJob2xkZmFzdCI6eyJvd25lciI6Im1lIn19'],
] as const)
  test(`a value of ${what} is no signed id: two of them are two ids, whatever they begin with`, () => {
    assert.equal(signedId(value), undefined);
    const cookies = new Cookies();
    cookies.take([`sid=${encodeURIComponent(value)}; Path=/`], 'http://127.0.0.1:3000/', 0);
    assert.deepEqual(cookies.ids(), [value]);
  });

test('a value that escapes nothing as URLs do is its own id', () => {
  const cookies = new Cookies();
  cookies.take(['sid=100%25%E0%A4; Path=/'], 'http://127.0.0.1:3000/', 0);
  assert.deepEqual(cookies.ids(), ['100%25%E0%A4']);
});
