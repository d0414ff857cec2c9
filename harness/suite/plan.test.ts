import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertSound } from '../plan/sound.ts';
import { SUITE_WORKLOADS, suiteExperiments, type SuiteRequest } from './plan.ts';

const REDIS: SuiteRequest = {
  chosen: { store: 'redis' },
  hasServer: true,
  program: 'redis-server',
  workloads: SUITE_WORKLOADS,
  quick: false,
  seed: 7,
};
const kindsIn = (request: SuiteRequest) =>
  new Set(suiteExperiments(request).flatMap(({ faults }) => faults.map(({ kind }) => kind)));

for (const [name, request] of Object.entries({
  'a store with a server': REDIS,
  'a store without one': { ...REDIS, chosen: { store: 'memory' }, hasServer: false },
  'a quick look': { ...REDIS, quick: true },
  'an app that is up': {
    ...REDIS,
    chosen: { store: 'your-app', targets: ['http://127.0.0.1:1'], ttlMs: 600_000 },
  },
}))
  test(`of ${name} every experiment may be planned, and has a name of its own`, () => {
    const experiments = suiteExperiments(request);
    for (const experiment of experiments) assertSound(experiment);
    const ids = experiments.map(({ id }) => id);
    assert.deepEqual(ids, [...new Set(ids)]);
    assert.ok(ids.length > 0);
  });

test('all of it breaks the app, the server and the wire; without a server the app alone', () => {
  assert.equal(kindsIn(REDIS).size, 19);
  assert.deepEqual(
    kindsIn({ ...REDIS, chosen: { store: 'memory' }, hasServer: false, program: undefined }),
    new Set(['app-restart', 'app-crash', 'app-pause', 'app-blocked', 'app-rolling', 'app-secret-rotated']),
  );
});

test('an app that is up is taken as it is: nothing is broken, and memory and far expiries are left out', () => {
  const chosen = { store: 'your-app', targets: ['http://127.0.0.1:1'], instances: 2, ttlMs: 600_000 };
  const experiments = suiteExperiments({ ...REDIS, chosen });
  assert.deepEqual(kindsIn({ ...REDIS, chosen }), new Set());
  for (const { subject, load } of experiments) {
    assert.deepEqual([subject.instances, subject.ttlMs], [2, 600_000]);
    assert.doesNotMatch(load.workload, /^(growth|weight|expiry)$/);
  }
});

const triesExpiry = (ttlMs: number, quick: boolean) =>
  suiteExperiments({
    ...REDIS,
    quick,
    chosen: { store: 'your-app', targets: ['http://127.0.0.1:1'], ttlMs },
  }).some(({ load }) => load.workload === 'expiry');

test('whether sessions of an app that is up expire in time is tried where a person would wait for it', () => {
  assert.deepEqual(
    [triesExpiry(5000, true), triesExpiry(60_000, true), triesExpiry(60_000, false)],
    [true, false, true],
  );
});

test('a quick one is of fewer experiments, and what it breaks it breaks in four ways', () => {
  const quick = { ...REDIS, quick: true };
  assert.ok(suiteExperiments(quick).length < suiteExperiments(REDIS).length / 2);
  const asked = ['server-clients-killed', 'server-connections-used-up'];
  assert.deepEqual(
    kindsIn(quick),
    new Set(['app-restart', 'app-crash', 'server-restart', 'wire-down', ...asked]),
  );
});

test('on processes a quick one takes three minutes, and all of it a quarter of an hour', () => {
  // What starting, a last look and a server's return add to each, on a quiet machine.
  const EACH_MS = 4000;
  const minutesOf = (request: SuiteRequest) =>
    suiteExperiments(request).reduce(
      (sum, { load: { durationMs, lingerMs, returningMs = 0 } }) =>
        sum + durationMs + lingerMs + returningMs + EACH_MS,
      0,
    ) / 60_000;
  const [quick, whole] = [minutesOf({ ...REDIS, quick: true }), minutesOf(REDIS)];
  assert.ok(quick <= 3, `${quick} minutes`);
  assert.ok(whole <= 15, `${whole} minutes`);
});

test('an app in a compose project is broken as it is: its containers, its server, and the wire where there is one', () => {
  const project = { name: 'shop', app: ['web'], server: 'redis' };
  const chosen = {
    store: 'your-app',
    targets: ['http://127.0.0.1:1'],
    instances: 2,
    ttlMs: 600_000,
    project,
  };
  const whole = { ...REDIS, program: undefined, chosen, hasWires: true };
  const ofApp = ['app-crash', 'app-pause', 'app-restart'];
  const ofParts = [...ofApp, 'server-restart', 'server-crash', 'server-pause'];
  const ofWire = ['wire-down', 'wire-slow', 'wire-reset', 'wire-silent'];
  assert.deepEqual([...kindsIn(whole)].toSorted(), [...ofParts, ...ofWire].toSorted());
  assert.deepEqual([...kindsIn({ ...whole, hasWires: false })].toSorted(), ofParts.toSorted());
  assert.deepEqual([...kindsIn({ ...whole, hasServer: false })].toSorted(), [...ofApp, ...ofWire.toSorted()]);
  const experiments = suiteExperiments(whole);
  for (const experiment of experiments) assertSound(experiment);
  const targets = new Set(experiments.flatMap(({ faults }) => faults.map(({ target }) => target)));
  assert.deepEqual(targets, new Set(['app-1', 'redis', 'all']));
});

test('where clients think, every experiment has as many as its rate takes, and keeps its rate', () => {
  const think = { fromMs: 500, toMs: 1500 };
  const without = suiteExperiments(REDIS);
  for (const [index, { load }] of suiteExperiments({ ...REDIS, think }).entries()) {
    assert.deepEqual(load.think, think);
    assert.equal(load.rate, without[index]?.load.rate);
    assert.ok(load.clients >= load.rate, `${load.clients} clients for ${load.rate}/s`);
  }
});

test('a script of an app is broken in all the ways in which its pages would be', () => {
  const chosen = {
    store: 'your-app',
    command: { line: 'x', folder: '/', portVariable: 'PORT', readyWithinMs: 1 },
  };
  const of = (workload: 'visit' | 'script') =>
    suiteExperiments({ ...REDIS, chosen, hasServer: false, workloads: [workload] }).map(({ id }) =>
      id.replace(workload, 'pages'),
    );
  assert.deepEqual(of('script'), of('visit'));
  assert.ok(of('script').length > 3);
});
