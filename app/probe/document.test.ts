import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NoPlace, putAt, removeAt, valueAt, type Place } from './document.ts';

const AWKWARD = ['gift note', 'v1.2', '$inc', 'größe 漢🜁', '__proto__', 'constructor', 'toString', '', '0'];

test('any key holds a value, gives it back and lets it go, at the top and deep inside', () => {
  for (const key of AWKWARD)
    for (const place of [[key], ['cart', key], [key, key]] as Place[]) {
      const document = {};
      assert.equal(valueAt(document, place), undefined, `${JSON.stringify(place)} before`);
      putAt(document, place, 7);
      assert.equal(valueAt(document, place), 7, JSON.stringify(place));
      const stored = JSON.parse(JSON.stringify(document)) as object;
      assert.equal(valueAt(stored, place), 7, `${JSON.stringify(place)} as JSON`);
      removeAt(document, place);
      assert.equal(valueAt(document, place), undefined, `${JSON.stringify(place)} after`);
    }
});

test('a key named __proto__ changes no other object', () => {
  putAt({}, ['__proto__', 'polluted'], true);
  putAt({}, ['constructor', 'prototype', 'polluted'], true);
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
});

test('elements of an array are at their numbers', () => {
  const document = { items: [{ item: 'tea' }] };
  assert.equal(valueAt(document, ['items', '0', 'item']), 'tea');
  putAt(document, ['items', '1', 'item'], 'jam');
  assert.deepEqual(document.items, [{ item: 'tea' }, { item: 'jam' }]);
  removeAt(document, ['nowhere', 'at', 'all']);
  assert.equal(document.items.length, 2);
});

test('an array grows by one element at a time, and has no other properties', () => {
  for (const key of [
    '2',
    '4294967294',
    '4294967295',
    '1e9',
    '-1',
    '00',
    '0.5',
    '',
    'length',
    'name',
    '__proto__',
  ]) {
    const document = { items: ['tea'] };
    for (const place of [
      ['items', key],
      ['items', key, 'deeper'],
    ])
      assert.throws(() => putAt(document, place, 1), NoPlace, key);
    assert.deepEqual(document, { items: ['tea'] });
  }
});
