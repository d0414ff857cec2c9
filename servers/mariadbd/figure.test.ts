import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, openAt, placeOf } from '../../app/stores/testing.ts';
import { openMariadbFigure } from './figure.ts';

const SESSIONS = 300;
const BYTES = 1000;

test('the figure of MariaDB has what was written a moment ago', { timeout: 60_000 }, async () => {
  await using place = await placeOf('mysql');
  assert.ok(place.url !== undefined);
  await using figure = openMariadbFigure('sessions')(place.url);
  const { server, ...nothing } = await figure.read();
  assert.deepEqual(nothing, { memoryBytes: 0, sessions: 0 });
  assert.ok((server?.connections ?? 0) >= 1 && (server?.hits ?? 0) > 0, JSON.stringify(server));
  await using opened = await openAt('mysql', place.url);
  const empty = await figure.read();
  const data = { cookie: { originalMaxAge: 60_000 }, text: 'x'.repeat(BYTES) };
  await Promise.all(Array.from({ length: SESSIONS }, (_, at) => call(opened, 'set', `sid-${at}`, data)));
  const full = await figure.read();
  assert.equal(full.sessions, SESSIONS);
  const grownBytes = full.memoryBytes - empty.memoryBytes;
  assert.ok(grownBytes >= SESSIONS * BYTES, `${SESSIONS} sessions of ${BYTES} bytes added ${grownBytes}`);
});
