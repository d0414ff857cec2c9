import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExperimentResult } from '../model/results.ts';
import { experiment } from '../report/testing/experiments.ts';
import { run } from '../report/testing/runs.ts';
import { choiceOf } from './choice.ts';
import { choosing } from './choosing.ts';
import { compare } from './compare.ts';
import { comparisonHeadline } from './headline.ts';

const WORD = ['survives-app-restart', 'shared-between-instances'];
const runOf = (promises: string[], ...experiments: Partial<ExperimentResult>[]) =>
  run(
    experiments.map((changes) => experiment('mine', { promises: [], ...changes })),
    { stores: [{ id: 'mine', name: 'Mine', promises }], problems: ['another store could not be had'] },
  );

test('a store that was asked for nothing is taken by its word, and not without one', () => {
  const { verdict, why, notAsked } = choiceOf(runOf(WORD, {}), 'mine');
  assert.deepEqual([verdict, why], ['pass', []]);
  assert.ok(notAsked.includes('survives-app-restart'));
  const open = choiceOf(runOf([], {}), 'mine');
  assert.equal(open.verdict, 'unknown');
  assert.deepEqual(open.why[0], 'does not promise survives-app-restart, which was not asked here');
  assert.match(
    choosing(compare(runOf([], {})).stores).join('; '),
    /^take none of them by this run; not yet Mine/,
  );
});

test('what no promise covers is a reason too, by kind', () => {
  const stale = { verdict: 'fail' as const, anomalyCounts: { 'stale-read': 3 } };
  const results = runOf(WORD, { ...stale, id: 'mine/isolation' }, { ...stale, id: 'mine/cart' });
  assert.deepEqual(choiceOf(results, 'mine').why, ['showed stale-read in isolation, cart']);
});

test('lost updates, which every store has, are no reason against one', () => {
  const tabs = { verdict: 'fail' as const, anomalyCounts: { 'lost-update': 3 } };
  assert.equal(choiceOf(runOf(WORD, tabs), 'mine').verdict, 'pass');
});

/** What was found behind a redirect. */
const behind = (anomalyCounts: Record<string, number>) =>
  runOf(WORD, { verdict: 'fail', id: 'mine/redirect', anomalyCounts });

test('a redirect that overtakes its save is none of the store, and what is lost behind one is', () => {
  const early = behind({ 'stale-read': 3, 'session-unavailable': 1 });
  const { verdict, why, raced } = choiceOf(early, 'mine');
  assert.deepEqual([verdict, why, raced], ['pass', [], true]);
  assert.match(
    comparisonHeadline(compare(early)),
    /take Mine.* On Mine a redirect was followed before its save was over, .*have the app wait/,
  );
  const lost = choiceOf(behind({ 'lost-write': 1 }), 'mine');
  assert.deepEqual([lost.verdict, lost.why, lost.raced], ['fail', ['showed lost-write in redirect'], false]);
});

test('what an app did in several experiments is one line, and its words no more than fit one', () => {
  const fault = {
    id: 'store-repeats@1s',
    kind: 'store-repeats',
    target: 'app-1',
    planned: false,
    tookEffect: true,
    evidence: { reason: `set was called back twice, ${'and again '.repeat(40)}` },
  } as unknown as ExperimentResult['faults'][number];
  const ids = ['mine/cart', 'mine/tabs', 'mine/login', 'mine/redirect'];
  const results = runOf(WORD, ...ids.map((id) => ({ verdict: 'fail' as const, id, faults: [fault] })));
  const { why } = choiceOf(results, 'mine');
  assert.equal(why.length, 1);
  assert.match(
    why[0] ?? '',
    /^did not show that its store called each callback once in cart, tabs, login, 1 more \(store-repeats of app-1.* …\)$/,
  );
  assert.ok((why[0] ?? '').length < 300);
});

test('where it could not be judged is said by name, and no more than fits a sentence', () => {
  const unknown = { verdict: 'unknown' as const, problems: ['a reason of many words'] };
  const ids = ['mine/cart', 'mine/tabs', 'mine/login', 'mine/growth', 'mine/redirect'];
  const results = runOf(WORD, ...ids.map((id) => ({ ...unknown, id })));
  assert.deepEqual(choiceOf(results, 'mine').why, ['could not be judged in cart, tabs, login, 2 more']);
});
