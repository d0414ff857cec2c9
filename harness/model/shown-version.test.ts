import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shownVersion } from './shown-version.ts';

test('a version is shown as it stands there', () => {
  assert.equal(shownVersion(2), 'version 2');
  assert.equal(shownVersion('2'), 'version "2"');
  assert.equal(shownVersion(null), 'version null');
});

test('one that is no version is named, however deep and long it is', () => {
  let deep: unknown = 1;
  for (let level = 0; level < 100_000; level++) deep = [deep];
  assert.equal(shownVersion(deep), 'an odd version');
  assert.ok(shownVersion('x'.repeat(1e6)).length < 60);
});
