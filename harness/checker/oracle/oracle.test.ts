import assert from 'node:assert/strict';
import test from 'node:test';
import { kindsShownBy } from '../catalogue.ts';
import { upperBound } from './bound.ts';
import { canBeExplained } from './explain.ts';
import { FEATURE_NAMES, LEAST_SHARE } from './features.ts';
import { score, seedsFrom } from './score.ts';
import { parseStory } from './story.ts';

test('over 5,000 random histories the checkers agree with the oracle that tries every order', () => {
  const { histories, disagreements, found, explained, drawn } = score(seedsFrom(1, 5000));
  assert.deepEqual(disagreements, []);
  assert.equal(histories, 5000);
  // What the random histories put to the test: all that single sessions can show, and many that are sound.
  // What a browser would do is no matter of an order; of that, two kinds are drawn.
  const drawnToo = ['fixation', 'truncated-session'] as const;
  for (const kind of [...kindsShownBy('order', 'value'), ...drawnToo]) assert.ok(found[kind] > 0, kind);
  for (const name of FEATURE_NAMES) assert.ok(drawn[name] >= LEAST_SHARE * histories, name);
  assert.ok(explained > 2500);
});

const explained = (story: string) => {
  const { operations, experiment } = parseStory(story);
  return canBeExplained(operations, experiment);
};

test('the oracle itself: an order exists, or does not', () => {
  assert.equal(explained('0-1 c create\n2-3 c write a=1\n4-5 c read a -> 1'), true);
  assert.equal(explained('0-1 c create\n2-3 c write a=1\n4-5 c read a -> null'), false);
  assert.equal(explained('0-1 c create\n2-3 c write a=1\n3-5 c read a -> null'), true, 'equal times overlap');
  assert.equal(
    explained('0-1 c create\n2-3 c write a=1 info\n9-9 c read a -> null\n11-12 c read a -> 1'),
    true,
  );
  assert.equal(explained('0-1 c create\n2-3 c write a=1 fail\n9-9 c read a -> 1'), false);
  assert.equal(explained('0-1 c create\n2-3 c destroy\n4-5 c read absent'), true);
  assert.equal(explained('0-1 c create\n2-3 c read absent'), false);
  const split = '0-1 c create\n2-9 c write a=1\n2-9 d write a=2\n10-12 c read a -> 1\n10-12 d read a -> 2';
  assert.equal(explained(split), false);
});

test('of a rate that was never seen, the bound is that of the rule of three, a little above', () => {
  assert.ok(Math.abs(upperBound(0, 100_000) - 3.689e-5) < 1e-8);
  assert.ok(Math.abs(upperBound(0, 10) - 0.3085) < 1e-4);
  assert.ok(Math.abs(upperBound(2, 10) - 0.5561) < 1e-4);
});
