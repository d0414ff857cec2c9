import assert from 'node:assert/strict';
import test from 'node:test';
import { parseStory } from '../oracle/story.ts';
import { decide } from './decide.ts';
import { ttlPolicyOf } from '../../model/ttl-policy.ts';

test('operations on other keys are no choice, however many are under way', () => {
  const keys = Array.from({ length: 12 }, (_, i) => `k${i}`);
  const story = [
    '0-1 c create',
    ...keys.map((key, i) => `2-${20 + i} w${i} write ${key}=1`),
    ...keys.map((key, i) => `3-${40 + i} x${i} write ${key}=2`),
    ...keys.map((key, i) => `60-${61 + i} c read ${key} -> ${1 + (i % 2)}`),
  ].join('\n');
  const { operations, experiment } = parseStory(story);
  const decision = decide([{ name: 's', ops: operations }], ttlPolicyOf(experiment), 1000);
  assert.equal(decision.kind, 'explained');
});

test('what the budget does not suffice for is undecided, and not explained', () => {
  const { operations, experiment } = parseStory(
    ['0-1 c create', ...Array.from({ length: 8 }, (_, i) => `2-9 d${i} increment n=${8 - i}`)].join('\n'),
  );
  const group = [{ name: 's', ops: operations }];
  assert.equal(decide(group, ttlPolicyOf(experiment)).kind, 'explained');
  assert.equal(decide(group, ttlPolicyOf(experiment), 1).kind, 'undecided');
});
