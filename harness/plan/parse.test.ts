import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDuration, parseFaults } from './parse.ts';

test('durations carry their unit', () => {
  assert.equal(parseDuration('250ms'), 250);
  assert.equal(parseDuration('20s'), 20_000);
  assert.equal(parseDuration('1.5m'), 90_000);
  for (const wrong of ['20', '', 's', '-1s', '1h'])
    assert.throws(() => parseDuration(wrong), /is not a duration/);
});

test('a schedule names kind, target and time of each fault', () => {
  assert.deepEqual(parseFaults('app-restart@5s, app-crash:app-2@800ms', 2), [
    { id: 'f1', kind: 'app-restart', target: 'app-1', atMs: 5000 },
    { id: 'f2', kind: 'app-crash', target: 'app-2', atMs: 800 },
  ]);
});

test('a fault or instance that does not exist is named, with the nearest that does', () => {
  assert.throws(
    () => parseFaults('app-crush@5s', 1),
    /no fault is called "app-crush"\. Did you mean "app-crash"\?/,
  );
  assert.throws(() => parseFaults('app-crash:app-3@5s', 2), /no instance is called "app-3"/);
  assert.throws(() => parseFaults('app-crash', 1), /expected kind@time/);
});
