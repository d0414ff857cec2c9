import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deserialize, serialize } from 'node:v8';
import session from 'express-session';
import { KINDS, PLAIN_KINDS, type Kind } from '../../protocol/kinds.ts';
import { ROUTES, type WholeBody } from '../../protocol/routes.ts';
import { SAVE_MODES } from '../../protocol/app-settings.ts';
import { observedApp, serve, visitor } from '../testing.ts';
import { described, isAsPutIn, madeOf } from './kinds.ts';

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
    const asPutIn = PLAIN_KINDS.includes(kind) ? { asPutIn: true } : {};
    assert.deepEqual(body, { owner: 's-1', key: kind, value: asJson, ...asPutIn });
  }
});

test('a value is as it was put in only where type and content are', () => {
  const clones = kinds.filter(([kind]) => kind !== 'function').map(([kind]) => kind);
  for (const kind of clones) assert.equal(isAsPutIn(kind, deserialize(serialize(madeOf(kind)))), true, kind);
  assert.equal(isAsPutIn('function', madeOf('function')), true);
  // Structured clones, as of workers and of IndexedDB, know no Buffer but its bytes.
  assert.equal(isAsPutIn('buffer', structuredClone(madeOf('buffer'))), true);
  const others: [Kind, unknown][] = [
    ['date', '2026-01-02T03:04:05.678Z'],
    ['date', new Date(0)],
    ['nan', null],
    ['minus-zero', 0],
    ['map', {}],
    ['map', new Map([['a', 2]])],
    ['set', new Set()],
    ['undefined-in-array', [null]],
    ['buffer', Buffer.from([1, 2])],
    ['bigint', 1],
    ['function', undefined],
  ];
  for (const [kind, value] of others) assert.equal(isAsPutIn(kind, value), false, `${kind} ${String(value)}`);
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
