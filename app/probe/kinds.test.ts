import assert from 'node:assert/strict';
import { test } from 'node:test';
import session from 'express-session';
import { KINDS, type Kind } from '../../protocol/kinds.ts';
import { ROUTES, type WholeBody } from '../../protocol/routes.ts';
import { SAVE_MODES } from '../../protocol/app-settings.ts';
import { observedApp, serve, visitor } from '../testing.ts';
import { described, madeOf } from './kinds.ts';

const kinds = Object.entries(KINDS) as [Kind, string | undefined][];

test('what is promised of each kind is what JSON makes of it', () => {
  for (const [kind, asJson] of kinds) {
    if (asJson === undefined) assert.throws(() => JSON.stringify({ it: madeOf(kind) }), TypeError, kind);
    else {
      const { it } = JSON.parse(JSON.stringify({ it: madeOf(kind) })) as { it?: unknown };
      assert.equal(described(it), asJson, kind);
    }
  }
});

test('a value that did not go through JSON is described as what it is', () => {
  const seen = (['date', 'nan', 'minus-zero', 'bigint', 'buffer', 'map', 'function'] as const).map((kind) =>
    described(madeOf(kind)),
  );
  assert.deepEqual(seen, [
    'Date "2026-01-02T03:04:05.678Z"',
    'number NaN',
    'number -0',
    'bigint 1',
    'Buffer {"type":"Buffer","data":[1,2,255]}',
    'Map {}',
    'function',
  ]);
  assert.equal(described({ a: [1n] }), 'Object without JSON');
  assert.equal(described(Object.create(null)), 'null-prototype {}');
});

test('MemoryStore gives back of each kind what JSON makes of it', async () => {
  await using served = await serve(observedApp(new session.MemoryStore(), 'implicit').app);
  const { request } = visitor(served.url);
  await request('POST', ROUTES.session, { owner: 's-1' });
  for (const [kind, asJson] of kinds) {
    if (asJson === undefined) continue;
    assert.equal((await request('PUT', `${ROUTES.kind}/${kind}`)).status, 200);
    const { body } = await request('GET', `${ROUTES.kind}/${kind}`);
    assert.deepEqual(body, { owner: 's-1', key: kind, value: asJson });
  }
});

test('a request that puts a bigint into the session is never answered, and the session stays as it was', async () => {
  for (const mode of SAVE_MODES) {
    await using served = await serve(observedApp(new session.MemoryStore(), mode).app);
    const { request } = visitor(served.url);
    await request('POST', ROUTES.session, { owner: 's-1', key: 'a', value: 1 });
    const answered = request('PUT', `${ROUTES.kind}/bigint`).then(
      ({ status }) => status,
      () => 'the connection was closed',
    );
    const limit = new Promise((resolve) => setTimeout(() => resolve('nothing yet'), 200));
    assert.equal(await Promise.race([answered, limit]), 'nothing yet', mode);
    const { body } = await request('GET', ROUTES.session);
    assert.deepEqual((body as WholeBody).values, { a: 1 });
  }
});
