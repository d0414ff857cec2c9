import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertInPods, assertShared } from './generator-flags.ts';

for (const [what, options, message] of [
  ['shared nodes without generators', { shareNodes: true, platform: 'kubernetes' }, /there are none/],
  ['generators on processes', { generators: 2, platform: 'process' }, /not to be in a cluster/],
  ['a script of the own', { generators: 2, platform: 'kubernetes', scenario: 'a.ts' }, /none of them/],
] as const)
  test(`${what} are refused`, () => assert.throws(() => assertInPods(options), message));

const load = { workload: 'register', clients: 3, rate: 1 } as never as Parameters<
  typeof assertShared
>[0]['load'];

test('clients are no fewer than generators', () => {
  assertShared({ id: 'x', load: { ...load, generators: 3 } });
  assert.throws(() => assertShared({ id: 'x', load: { ...load, generators: 4 } }), /cannot share 3 clients/);
});

test('a breakpoint takes one k6', () => {
  const breakpoint = { p99LimitMs: 500 };
  assertShared({ id: 'x', load: { ...load, breakpoint } });
  assert.throws(() => assertShared({ id: 'x', load: { ...load, generators: 1, breakpoint } }), /breakpoint/);
});
