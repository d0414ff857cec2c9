import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare } from './compare.ts';
import { comparisonVerdict, isKnown, type ComparedStore } from './comparison.ts';
import { comparisonHeadline } from './headline.ts';
import { comparedRun, LATE, round } from './testing.ts';

const storeOf = (results = comparedRun(), id = 'redis'): ComparedStore => {
  const found = compare(results).stores.find(({ store }) => store === id);
  assert.ok(found);
  return found;
};
const withRounds = (rounds: ReturnType<typeof round>[]) => comparedRun({ experiments: rounds });

test('stores stand in the usual order, whatever order they took turns in', () => {
  assert.deepEqual(
    compare(comparedRun()).stores.map(({ name }) => name),
    ['MemoryStore', 'Redis'],
  );
});

test('latency is the median of the rounds with their range, twice', () => {
  const { latency } = storeOf().pace;
  assert.ok(isKnown(latency));
  const [read, write] = latency;
  assert.deepEqual(read?.fromIntended.p99Ms, { median: 12, low: 11, high: 13, rounds: 3 });
  assert.deepEqual(read?.fromSend.p99Ms, { median: 6, low: 5.5, high: 6.5, rounds: 3 });
  assert.deepEqual(write?.fromIntended.p99Ms, { median: 13, low: 12, high: 14, rounds: 3 });
});

test('a round in which the generator was late gives no latency, and the reason is kept', () => {
  const rounds = [round('redis', 1, 5), round('redis', 2, 900, { generator: LATE })];
  const { latency, leftOut, perSecond } = storeOf(withRounds(rounds)).pace;
  assert.ok(isKnown(latency) && isKnown(perSecond));
  assert.deepEqual(latency[0]?.fromIntended.p99Ms, { median: 5, low: 5, high: 5, rounds: 1 });
  assert.deepEqual(leftOut, ['redis/browse-2: k6 was late']);
  const none = storeOf(withRounds([round('redis', 1, 900, { generator: LATE })])).pace;
  assert.deepEqual(none.latency, {
    unknown: 'none of 1 rounds counts (redis/browse-1: k6 was late)',
    because: 'not trusted',
  });
});

test('a store that refuses quickly is not fast: a round with failures is left out', () => {
  const { counts } = round('redis', 1, 1);
  const refusing = round('redis', 1, 1, { counts: { ...counts, ok: counts.ok - 100, fail: 100 } });
  assert.match(
    storeOf(withRounds([refusing])).pace.leftOut[0] ?? '',
    /1\.2 % of its operations were not acknowledged/,
  );
});

test('only rounds of the measured workload on one instance without faults are measured', () => {
  const rounds = [
    round('redis', 1, 5),
    round('redis', 2, 500, { instances: 2 }),
    round('redis', 3, 500, { workload: 'tabs' }),
  ];
  const { latency } = storeOf(withRounds(rounds)).pace;
  assert.ok(isKnown(latency));
  assert.equal(latency[0]?.fromIntended.p99Ms.rounds, 1);
});

test('a promise is kept, broken or unknown by what its experiments found of it, and by nothing else', () => {
  const [promise] = storeOf().promises;
  assert.deepEqual([promise?.id, promise?.outcome], ['shared-between-instances', 'kept']);
  const judged = (verdict: 'kept' | 'broken' | 'not tested') => {
    const run = comparedRun();
    const two = run.experiments.find(({ id }) => id === 'redis/two-instances');
    assert.ok(two?.promises[0]);
    two.promises[0].verdict = verdict;
    // Of something else: it is not what was promised.
    two.verdict = 'fail';
    return [storeOf(run).promises[0]?.outcome, comparisonVerdict(compare(run), true)];
  };
  assert.deepEqual(judged('kept'), ['kept', 'pass']);
  assert.deepEqual(judged('broken'), ['broken', 'fail']);
  // What had no occasion to show is told, and decides nothing.
  assert.deepEqual(judged('not tested'), ['unknown', 'pass']);
});

test('what a store never promised cannot be broken, and does not decide', () => {
  const [promise] = storeOf(comparedRun(), 'memory').promises;
  assert.deepEqual([promise?.outcome, promise?.passed], ['not promised', false]);
  assert.equal(comparisonVerdict(compare(comparedRun()), true), 'pass');
});

test('a comparison with anything that could not be judged is unknown', () => {
  const run = comparedRun();
  const [first] = run.experiments;
  assert.ok(first);
  first.verdict = 'unknown';
  first.problems = ['the app died'];
  const comparison = compare(run);
  assert.equal(comparisonVerdict(comparison, true), 'unknown');
  assert.equal(comparison.stores[1]?.cells.get('browse')?.reason, 'the app died');
  assert.equal(comparisonVerdict(compare(comparedRun()), false), 'unknown');
});

test('anomalies stand by situation, rounds taken together', () => {
  const { situations } = compare(comparedRun());
  assert.deepEqual(situations, ['browse', 'tabs', 'register, 2 instances', 'growth']);
  const { cells } = storeOf(comparedRun(), 'memory');
  assert.deepEqual(cells.get('tabs')?.anomalies, { 'lost-update': 41 });
  assert.equal(cells.get('browse')?.experiments.length, 3);
});

test('a session costs a MemoryStore the heap of the app, and a Redis its server', () => {
  const [memory, redis] = compare(comparedRun()).stores.map((store) => store.memory);
  assert.ok(memory && isKnown(memory.app) && memory.app.grows && memory.app.heldAfterTtl === 1);
  assert.equal(memory.server, undefined);
  assert.ok(redis && isKnown(redis.app) && !redis.app.grows);
  assert.ok(redis.server && isKnown(redis.server) && redis.server.grows);
  assert.deepEqual(redis.storedAfterTtl, { stored: 0, visitors: 1400 });
});

test('a store in files has their size beside the heap, and what the harness counted in them', () => {
  const run = comparedRun();
  const kept = run.experiments.find(({ id }) => id === 'redis/growth');
  assert.ok(kept?.growth?.server);
  kept.growth.server.storedAfterTtl = null;
  Object.assign(kept, { store: 'file', figures: { held: 1400 } });
  const { memory } = storeOf(run, 'file');
  assert.ok(memory.server && isKnown(memory.server) && memory.server.grows);
  assert.deepEqual(memory.storedAfterTtl, { stored: 1400, visitors: 1400 });
  kept.growth.server = null;
  assert.deepEqual(storeOf(run, 'file').memory.server, {
    unknown: 'the size of its files was not read',
    because: 'not trusted',
  });
});

test('a figure that stood still while its store held more and more sessions is unknown, not none', () => {
  const run = comparedRun();
  const server = run.experiments.find(({ id }) => id === 'redis/growth')?.growth?.server;
  assert.ok(server?.slope);
  Object.assign(server.slope, { bytesPerSession: 0, low: 0, high: 0 });
  const bytes = () => storeOf(run).memory.server;
  server.samples = [{ atMs: 7000, sessions: 1400, memoryBytes: 16_384, stored: 1400 }];
  assert.match(JSON.stringify(bytes()), /did not follow the 1,400 sessions that it held/);
  server.samples = [{ atMs: 7000, sessions: 1400, memoryBytes: 16_384, stored: 0 }];
  assert.doesNotMatch(JSON.stringify(bytes()), /unknown/);
});

test('a store that could not be tested stands there with the reason', () => {
  const problems = ['mongo was not tested: no mongod. Nothing found'];
  const run = comparedRun({ stores: [{ id: 'mongo', name: 'Mongo' }], problems });
  const mongo = compare(run).stores.find(({ store }) => store === 'mongo');
  assert.equal(mongo?.untested, problems[0]);
  assert.equal(comparisonVerdict(compare(run), true), 'unknown');
});

test('a slope that is not known to half of itself is no figure, and nobody is said to leak by it', () => {
  const run = comparedRun();
  const slope = run.experiments.find(({ id }) => id === 'memory/growth')?.growth?.app.slope;
  assert.ok(slope);
  Object.assign(slope, { bytesPerSession: 738, low: 308, high: 1170, smallestVisible: 500 });
  const [memory] = compare(run).stores;
  assert.match(JSON.stringify(memory?.memory.app), /738 B ±431 a session is too uncertain/);
  assert.doesNotMatch(comparisonHeadline(compare(run)), /held expired/);
});
