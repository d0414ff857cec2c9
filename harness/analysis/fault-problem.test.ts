import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemOf } from './fault-problem.ts';

const fault = { kind: 'app-crash', target: 'app-1', planned: true, tookEffect: false, evidence: {} } as const;

test('a fault of the plan that never came is told as that', () => {
  assert.equal(problemOf({ ...fault, tookEffect: true }), undefined);
  assert.match(problemOf(fault) ?? '', /did not take effect and heal: it was not reached/);
  assert.match(problemOf({ ...fault, evidence: { reason: 'it ran on' } }) ?? '', /heal: it ran on$/);
});

test('a death that nobody planned certainly took effect: what is missing is its return', () => {
  const death = { ...fault, kind: 'app-death', planned: false };
  assert.equal(problemOf(death), 'app-death on app-1: it was not back when the experiment ended');
  assert.equal(problemOf({ ...death, evidence: { byItself: true, reason: 'it exited' } }), 'it exited');
});
