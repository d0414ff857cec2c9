import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultsInWords, headline } from './headline.ts';
import { experiment, fault } from './testing/experiments.ts';
import * as runs from './testing/runs.ts';

test('stores that kept everything are named together, with what they went through', () => {
  assert.equal(
    headline(runs.allShown()),
    'MemoryStore leaks, forgets and is not shared by instances; ' +
      'Redis and Mongo kept all 16,720 acknowledged writes through 2 restarts and 2 crashes. ' +
      'Do not go to production with MemoryStore; take Redis or Mongo.',
  );
});

test('one lost write is named, with how many were acknowledged', () => {
  assert.match(
    headline(runs.redisLostAWrite()),
    /; Redis lost 1 of 8,360 acknowledged writes; Mongo kept all/,
  );
});

test('a store without experiments was not tested, and kept nothing', () => {
  assert.match(headline(runs.mongoMissing()), /; Mongo was not tested; Redis kept all 8,360 /);
});

test('an empty run says that nothing was tested, and why', () => {
  assert.equal(headline(runs.emptyRun()), 'Nothing was tested: the run was cut off.');
});

test('without faults, none are claimed', () => {
  assert.equal(
    headline(runs.spotless()),
    'Redis kept all 4,180 acknowledged writes. Nothing here speaks against redis, but nothing was broken.',
  );
});

test('an unknown experiment keeps a store from having kept everything', () => {
  const unknown = experiment('redis', { verdict: 'unknown', problems: ['redis-server died by itself'] });
  assert.equal(
    headline(runs.run([unknown])),
    'Redis is unknown: redis-server died by itself. Run redis again: what is unknown says nothing.',
  );
  assert.equal(
    headline(runs.run([experiment('redis'), unknown])),
    'Redis kept all 4,180 acknowledged writes; 1 of 2 experiments is unknown (redis/register). Run redis again: what is unknown says nothing.',
  );
});

test('an anomaly that loses nothing is still named', () => {
  const stale = experiment('redis', { verdict: 'fail', anomalyCounts: { 'stale-read': 3 } });
  assert.match(headline(runs.run([stale])), /^Redis showed 3 stale reads\. Do not release on redis/);
});

test('writes that nobody read back are not said to be kept', () => {
  const counts = { ...experiment('redis').counts, reads: 0 };
  assert.match(headline(runs.run([experiment('redis', { counts })])), /^Redis showed no anomaly\. /);
});

test('a run that was cut off says so', () => {
  const base = runs.spotless();
  assert.match(headline({ ...base, run: { ...base.run, complete: false } }), /the run was cut off/);
});

test('an app that died by itself is named, whatever its clients saw', () => {
  const died = [4000, 6000].map((atMs) => fault('out-of-memory', atMs, { planned: false }));
  const results = runs.run([experiment('memory', { verdict: 'fail', faults: died })]);
  assert.match(headline(results), /ran out of memory 2 times/);
});

const availability = (...says: string[]) => {
  const none = { served: 0, refused: 0, failed: 0, unknown: 0 };
  const service = { unservedAllowed: 0.01, recoverWithinMs: 30_000, total: none, outside: none };
  return { ...service, answers: {}, instances: [], phases: [], says };
};

test('who was not served is said first, and not that writes were kept', () => {
  const says = 'the app served 8 % of what was asked: 92 % failed (500: 1,398)';
  const results = runs.run([
    experiment('redis', {
      verdict: 'fail',
      anomalyCounts: { unserved: 1398 },
      availability: availability(says),
    }),
  ]);
  assert.match(headline(results), new RegExp(`^Redis failed its clients: ${says.replaceAll(/[()]/g, '.')}`));
  assert.doesNotMatch(headline(results), /kept|showed/);
});

test('what a busy machine left open is one clause and one step, and what each was offered is for its row', () => {
  const advice = ['the app served 88/s of 600 offered'];
  const results = runs.run(
    ['redis', 'mongo'].flatMap((store) => [
      experiment(store),
      experiment(store, { id: `${store}/growth`, verdict: 'unknown', advice }),
      experiment(store, { id: `${store}/restart`, verdict: 'unknown', advice }),
    ]),
  );
  assert.equal(
    headline(results),
    'Redis and mongo kept all 8,360 acknowledged writes; 4 of 6 experiments are unknown (redis/growth, redis/restart, mongo/growth, 1 more). ' +
      'Run redis and mongo again on a machine with less to do: what is unknown says nothing.',
  );
});

test('of a run of several in which one store came to nothing, that is said once', () => {
  const unknown = experiment('mongo', { verdict: 'unknown', problems: ['mongod died by itself'] });
  assert.match(
    headline(runs.run([experiment('redis'), unknown])),
    /^Redis kept all 4,180 acknowledged writes; 1 of 2 experiments is unknown \(mongo\/register\)\. Run mongo again/,
  );
});

test('an overload comes before everything else', () => {
  const advice = ['the app served 546/s of 2,949 offered; lower --rate'];
  assert.match(
    headline(runs.run([experiment('redis', { advice })])),
    /^The app served 546\/s of 2,949 offered/,
  );
});

test('faults are told by nouns where they have them, and by their names where not', () => {
  const faults = [
    fault('app-restart', 1000),
    fault('app-restart', 3000),
    fault('server-crash', 5000),
    fault('wire-silent', 7000),
  ];
  assert.equal(faultsInWords(faults), '2 restarts, 1 server crash and 1 wire-silent fault');
});
