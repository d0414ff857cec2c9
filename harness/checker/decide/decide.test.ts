import assert from 'node:assert/strict';
import test from 'node:test';
import type { OperationLine } from '../../../protocol/history.ts';
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

test('one read that came early takes nothing from another that is to come yet', () => {
  const { operations, experiment } = parseStory(
    [
      '0-1 c read a -> null',
      '6-7 d create',
      '6-10 c create a=1',
      '9-12 d read a -> null',
      '12-13 c read a -> null',
    ].join('\n'),
  );
  const decision = decide([{ name: 's', ops: operations }], ttlPolicyOf(experiment));
  assert.equal(decision.kind, 'explained');
});

test('a write that nobody answered may have begun a life that was over sooner than its last moment lets it be', () => {
  const { operations, experiment } = parseStory(
    [
      'ttl 20 grace 2',
      '0-0 c create a=1',
      '5-6 d write n=2 info',
      '6-9 c read n -> null',
      '24-25 d read a -> 1',
      '27-30 c read n -> 2',
      '29-31 d read a absent',
    ].join('\n'),
  );
  const decision = decide([{ name: 's', ops: operations }], ttlPolicyOf(experiment));
  assert.equal(decision.kind, 'explained');
});

/** Logins that carry everything over; in each session there is a write that nobody answered. */
function logins(count: number, ttlMs: number): OperationLine[] {
  const lines = Array.from({ length: count }, (_, i) => {
    const at = 10 * i + 2;
    return [
      `${at}-${at + 1} c@s${i} write a=${i}`,
      `${at + 2}-${at + 3} c@s${i} write b=${i} info`,
      `${at + 4}-${at + 5} c@s${i} read a -> ${i}`,
      `${at + 6}-${at + 7} c@s${i} regenerate next=s${i + 1} carrying`,
    ];
  });
  return parseStory([`ttl ${ttlMs} grace 20`, '0-1 c@s0 create', ...lines.flat()].join('\n')).operations;
}

const policyFor = (ttlMs: number) => ({ ttlMs, graceMs: 20, renewedBy: 'save' }) as const;

const grouped = (ops: readonly OperationLine[]) =>
  [...new Set(ops.flatMap(({ session, next }) => [session, next ?? session]))].map((name) => ({
    name,
    ops: ops.filter(({ session }) => session === name),
  }));

test('one login after another takes no more steps for each, whatever nobody answered before it', () => {
  for (const ttlMs of [100, 100_000])
    assert.equal(decide(grouped(logins(100, ttlMs)), policyFor(ttlMs), 3000).kind, 'explained');
});

const asked = (value: number) => {
  const read = parseStory(`5000-5001 c@s100 read b -> ${value}`).operations;
  return decide(grouped([...logins(100, 100_000), ...read]), policyFor(100_000)).kind;
};

test('what nobody answered may have been carried on from any session before', () => {
  assert.equal(asked(3), 'explained');
  assert.equal(asked(99), 'explained');
  assert.equal(asked(100), 'unexplained');
});

const counted = (value: number) => {
  const { operations } = parseStory(
    `0-1 c create\n2-20 d create\n2-20 e increment n=1\n2-20 f increment n=1\n2-20 g increment n=2\n25-26 c increment n=${value}`,
  );
  return decide(grouped(operations), policyFor(100_000)).kind;
};

test('a count that nobody reads is told apart by the increments that go on from it', () => {
  assert.deepEqual([1, 2, 3, 4].map(counted), ['unexplained', 'explained', 'explained', 'unexplained']);
});

const EVER = { ttlMs: Infinity, graceMs: 0, renewedBy: 'save' } as const;
const decided = (story: string) => decide(grouped(parseStory(story).operations), EVER).kind;

const afterLogin = (count: number) =>
  decided(`0-1 c create
    2-3 c increment n info
    4-5 c regenerate next=u carrying
    6-7 c@u increment n=${count}`);

test('an increment that nobody answered may be counted on in the session that a login made', () => {
  assert.deepEqual([1, 2, 3].map(afterLogin), ['explained', 'explained', 'unexplained']);
});

const heldBefore = (value: number) =>
  decided(`0-1 c read b -> null there
    0-1 d@p create
    2-3 d@p write a=5
    2-3 c write a=5 info
    4-5 c regenerate next=u carrying
    6-7 d@p read a -> 5
    8-9 c@u read b -> null
    12-13 c@u read a -> ${value}
    20-21 d@p regenerate next=u carrying`);

test('what a session held before the recording is not taken for a value that nobody asks for any more', () => {
  assert.deepEqual([3, 5].map(heldBefore), ['explained', 'explained']);
});

test('what nobody answered may have happened after its session was ended and made anew', () => {
  const made = '4-5 c destroy\n6-7 c create';
  assert.equal(decided(`0-1 c create\n2-3 c write a=5 info\n${made}\n8-9 c read a -> 5`), 'explained');
  assert.equal(decided(`0-1 c create\n${made}\n8-9 c write a=5 info\n10-11 c read a -> 5`), 'explained');
});

test('a write that nobody reads may have been in a session that a login then made anew', () => {
  const { operations } = parseStory(
    [
      '0-0 c@s create',
      '2-2 d@s regenerate next=t kept',
      '2-4 e@t write a=1',
      '4-7 d@t read a -> null',
      '5-8 c@t read a -> null',
    ].join('\n'),
  );
  assert.equal(decide(grouped(operations), { ...policyFor(Infinity), graceMs: 0 }).kind, 'explained');
});
