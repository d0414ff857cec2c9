import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExperimentResult } from '../model/results.ts';
import { headline } from './headline.ts';
import { soWhat } from './so-what.ts';
import { experiment, fault } from './testing/experiments.ts';
import * as runs from './testing/runs.ts';

const after = (changes: Partial<ExperimentResult>) => soWhat(runs.run([experiment('redis', changes)]));

test('a proof says which to take, and which not', () => {
  assert.equal(soWhat(runs.allShown()), 'Do not go to production with MemoryStore; take Redis or Mongo.');
  assert.match(headline(runs.allShown()), /2 crashes\. Do not go to production with MemoryStore/);
});

test('a store that kept everything has nothing against it, and an unknown one is run again', () => {
  assert.equal(after({}), 'Nothing here speaks against redis, but nothing was broken.');
  const faults = [fault('app-crash', 5)];
  assert.equal(after({ faults }), 'Nothing here speaks against redis.');
  assert.match(after({ verdict: 'unknown' }) ?? '', /^Run redis again/);
  assert.equal(soWhat(runs.emptyRun()), undefined);
});

test('what every store does is advice to the app, not against the store', () => {
  const advice = after({ verdict: 'fail', anomalyCounts: { 'lost-update': 4 } });
  assert.equal(advice, 'Keep out of sessions what two requests may change at once.');
});

test('what was lost with the server of a store that promises no more is advice about the server', () => {
  const crash = fault('server-crash', 5, { sessionsLost: 40 });
  const lost = {
    verdict: 'fail' as const,
    faults: [crash],
    counts: { ...experiment('redis').counts, sessionsLost: 40 },
    anomalyCounts: { 'lost-session': 40 },
    promises: [],
    notPromised: ['survives-server-restart'],
    charges: [{ kind: 'lost-session', faults: [crash.id], count: 40, unsaved: 0 }],
  };
  assert.match(after(lost) ?? '', /^Have the server of redis write to disk/);
  assert.match(after({ ...lost, notPromised: [] }) ?? '', /Do not release on redis before you know why/);
});

test('examined claims point to the bad news among them', () => {
  const run = runs.redisLostAWrite();
  const examined = { ...run, run: { ...run.run, claimsAre: 'examined' as const } };
  assert.match(soWhat(examined) ?? '', /^Look at the one marked as bad news/);
});
