import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientsFor, mostPerSecond, parseThink } from './think.ts';

test('a time to think is one, or anything between two', () => {
  assert.deepEqual(parseThink('500ms'), { fromMs: 500, toMs: 500 });
  assert.deepEqual(parseThink('200ms..2s'), { fromMs: 200, toMs: 2000 });
});

test('clients ask as much as their thinking leaves them, and as many as that takes are told', () => {
  const think = parseThink('200ms..2s');
  assert.ok(Math.abs(mostPerSecond(40, think) - 36.36) < 0.01);
  assert.equal(clientsFor(400, think), 440);
  assert.ok(mostPerSecond(clientsFor(400, think), think) >= 400);
});

test('what is no time to think is refused with what would do', () => {
  for (const [text, message] of [
    ['soon', /"soon" is not a duration/],
    ['2s..200ms', /ends before it begins/],
    ['0ms', /do not think/],
    ['1s..2s..3s', /no time to think/],
  ] as const)
    assert.throws(() => parseThink(text), message);
});
