import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shapeOf, textOf } from './shape.ts';

const shown = (line: string) => textOf(shapeOf(line));

test('a line by itself stays as it is, with its numbers', () => {
  for (const line of [
    'Error: connect ECONNREFUSED 127.0.0.1:6379',
    'issue #12: 3 of # failed',
    'AuthError: refused for user 17',
    'ERR_HTTP_HEADERS_SENT: Cannot set headers after they are sent to the client',
    'PrismaClientInitializationError: P1001',
  ])
    assert.equal(shown(line), line);
});

test('ids are not in it, which would make every line another one', () => {
  const uuid = '4f8b1c1e-0d6a-4a55-9d5d-0a3c1c0b7e11';
  assert.equal(shown(`no cart ${uuid} here`), 'no cart … here');
  assert.equal(shown('sess:Kf3xQ9_aLz-81mNpQrStUvWxYz012345 failed'), 'sess:… failed');
  assert.equal(shown('commit 3fae04bd17c2 failed'), 'commit … failed');
  assert.equal(shown('jwt eyJhbGciOi.eyJzdWIi.c2ln failed'), 'jwt … failed');
});

test('neither is what a line itself calls secret', () => {
  const lines = [
    'failed: redis://me:hunter2@localhost/0',
    'failed: mongodb://:hunter2@db',
    'failed: password=hunter2 host=db',
    'failed: password: hunter2',
    'failed: {"dbPassword":"hunter2"}',
    "failed: { apiKey: 'hunter2' }",
    'failed: --secret=hunter2',
    'Authorization: Basic hunter2 failed',
    'cookie: sid=hunter2; failed',
    'failed: Bearer hunter2',
  ];
  for (const line of lines) {
    assert.doesNotMatch(shown(line), /hunter2/, line);
    assert.match(shown(line), /…/);
  }
});

test('a line of any length takes little', () => {
  assert.equal(shown(`failed: ${'long '.repeat(10_000)}`).length, 300);
});
