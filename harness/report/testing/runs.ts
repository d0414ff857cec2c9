/** Made-up runs, for tests only: one for each thing that a report has to say. */
import type { ClaimResult, ExperimentResult, Results } from '../../model/results.ts';
import { buckets, experiment, fault, growth, lostSession, lostWrite } from './experiments.ts';

/** A run of these experiments; it passes unless it is told otherwise. */
export function run(experiments: ExperimentResult[], changes: Partial<Results> = {}): Results {
  return {
    results: 1,
    run: {
      name: '2026-11-21T08-31-58-prove',
      command: 'holdfast prove --seed 81f3',
      startedAt: '2026-11-21T08:31:58.120Z',
      seed: '81f3',
      holdfast: '0.1.0',
      complete: true,
    },
    machine: { cores: 2, memoryBytes: 8_000_000_000, os: 'Linux 6.1.0 x64', node: '24.21.0' },
    versions: [
      { name: 'k6', version: '2.2.0', source: 'built from its Go module' },
      { name: 'redis-server', version: '7.0.15', source: 'PATH' },
      { name: 'express-session', version: '1.19.0', source: 'package-lock.json' },
    ],
    experiments,
    claims: [],
    problems: [],
    verdict: 'pass',
    ...changes,
  };
}

export function claim(store: string, id: string, changes: Partial<ClaimResult> = {}): ClaimResult {
  return {
    id,
    store,
    text: 'survives restarts of the app and is shared by its instances',
    source: 'connect-redis README',
    measured: '0 of 4,180 acknowledged writes lost; unavailable 0.9 s a restart',
    verdict: 'shown',
    experiments: [`${store}/restart`],
    ...changes,
  };
}

const restarts = (lost: number) => [
  fault('app-restart', 8020, { sessionsLost: lost }),
  fault('app-crash', 14_010, { sessionsLost: lost, sessionsBefore: 208 }),
];

function memory(): ExperimentResult[] {
  const faults = restarts(208);
  const notPromised = ['survives-app-restart'];
  const common = { promises: [], verdict: 'fail' as const, notPromised };
  const counts = { ...experiment('memory').counts, sessionsLost: 420, writesLost: 377, info: 31, fail: 269 };
  const lost = { 'lost-session': 420, 'lost-write': 0, 'stale-read': 0 };
  return [
    experiment('memory', {
      id: 'memory/growth',
      title: 'Visitors who never come back',
      workload: 'growth',
      growth: growth(1020, null),
      // Memory is still read when the last visitor has left.
      durationMs: 14_000,
      promises: [],
      notes: ['app-1 printed before its first request: Warning: connect.session() MemoryStore is not ...'],
    }),
    experiment('memory', {
      ...common,
      id: 'memory/restart',
      title: 'The app restarts, then crashes',
      faults,
      counts,
      buckets: buckets(20_000, faults, 104),
      anomalyCounts: lost,
      charges: faults.map(({ id, sessionsLost = 0 }, at) => ({
        kind: 'lost-session',
        faults: [id],
        count: at === 0 ? 420 - 208 : sessionsLost,
        unsaved: 0,
      })),
      unpromised: [{ id: 'survives-app-restart', verdict: 'broken' }],
      anomalies: [1, 2, 3, 4].map((index) => lostSession(index, faults[0]?.id)),
    }),
    experiment('memory', {
      ...common,
      id: 'memory/instances',
      title: 'Two instances, requests spread over both',
      instances: 2,
      notPromised: ['shared-between-instances'],
      counts: { ...experiment('memory').counts, readsAbsent: 2073, sessionsUnavailable: 212 },
      anomalyCounts: { 'session-unavailable': 212, 'lost-session': 0 },
      charges: [{ kind: 'session-unavailable', faults: [], count: 212, unsaved: 0 }],
      unpromised: [{ id: 'shared-between-instances', verdict: 'broken' }],
      anomalies: [{ ...lostSession(7), kind: 'session-unavailable' }],
    }),
  ];
}

/** A store that keeps what it promises, on all three experiments. */
export function keeper(store: string, serverBytes: number): ExperimentResult[] {
  const faults = restarts(0);
  const counts = { ...experiment(store).counts, fail: 269, info: 31 };
  return [
    experiment(store, {
      id: `${store}/growth`,
      title: 'Visitors who never come back',
      workload: 'growth',
      growth: growth(3, serverBytes),
    }),
    experiment(store, { id: `${store}/restart`, title: 'The app restarts, then crashes', faults, counts }),
    experiment(store, {
      id: `${store}/instances`,
      title: 'Two instances, requests spread over both',
      instances: 2,
      promises: [{ id: 'shared-between-instances', source: `${store} README`, verdict: 'kept' }],
    }),
  ];
}

const PROMISED = ['survives-app-restart', 'shared-between-instances', 'expires-on-server', 'touch-extends'];

const stores = [
  { id: 'memory', name: 'MemoryStore', promises: [] },
  { id: 'redis', name: 'Redis', packages: 'connect-redis on ioredis', promises: PROMISED },
  { id: 'mongo', name: 'Mongo', promises: PROMISED },
];

const claims = () => [
  claim('memory', 'C1', {
    text: 'memory keeps growing with each new session',
    source: 'express-session README, "Warning"',
    measured: '1.02 KB a session ±0.02; 100 % held one TTL after the last visitor left',
    experiments: ['memory/growth'],
  }),
  claim('memory', 'C2', {
    text: 'all sessions are lost when the app is restarted or crashes',
    measured: '212 of 212 sessions lost (SIGTERM), 208 of 208 (SIGKILL)',
    source: 'express-session README, "Warning"',
  }),
  claim('memory', 'C3', {
    text: 'is not shared by instances',
    measured: '49.6 % of reads found no session',
    experiments: ['memory/instances'],
  }),
  claim('redis', 'C5'),
  claim('mongo', 'C6', { measured: '0 of 4,180 acknowledged writes lost; unavailable 0.9 s a restart' }),
];

/** The main job as it should come out: every claim shown. */
export const allShown = (): Results =>
  run([...memory(), ...keeper('redis', 312), ...keeper('mongo', 540)], { stores, claims: claims() });

/** Redis lost one acknowledged write in its restart experiment. */
export function redisLostAWrite(count = 1): Results {
  const base = allShown();
  const experiments = base.experiments.map((e) =>
    e.id === 'redis/restart'
      ? {
          ...e,
          counts: { ...e.counts, writesLost: count },
          anomalyCounts: { ...e.anomalyCounts, 'lost-write': count },
          anomalies: Array.from({ length: Math.min(count, 20) }, (_, index) => lostWrite(index)),
          verdict: 'fail' as const,
        }
      : e,
  );
  const claims = base.claims.map((c) =>
    c.store === 'redis' ? { ...c, verdict: 'refuted' as const, measured: `${count} of 4,180 lost` } : c,
  );
  return { ...base, experiments, claims, verdict: 'fail' };
}

export const hundredsOfAnomalies = (): Results => redisLostAWrite(640);

/** mongod could not be had: its store has no experiment. */
export function mongoMissing(): Results {
  const base = allShown();
  const reason = 'mongod was not found (tried: MONGOD_BIN, PATH, cache, release, wheel)';
  return {
    ...base,
    experiments: base.experiments.filter((e) => e.store !== 'mongo'),
    claims: base.claims.map((c) =>
      c.store === 'mongo' ? { ...c, verdict: 'unknown' as const, measured: 'not measured', reason } : c,
    ),
    problems: [reason],
    verdict: 'unknown',
  };
}

/** The generator could not keep up, so no latency can be trusted. */
export function generatorSaturated(): Results {
  const base = allShown();
  const reason = 'the generator sent 12 % of operations over 100 ms late with its own CPU at 98 %';
  const generator = {
    verdict: 'unknown' as const,
    reason,
    latenessP99Ms: 412,
    intendedPerSecond: 9000,
    achievedPerSecond: 7810,
  };
  return { ...base, experiments: base.experiments.map((e) => ({ ...e, generator })) };
}

/** Nothing went wrong and nothing was broken. */
export const spotless = (): Results => run([experiment('redis')], { claims: [claim('redis', 'C5')] });

/** The same, with a last look after its load. */
export function lookedAtInTheEnd(): Results {
  const generator = { verdict: 'pass' as const, latenessP99Ms: 2 };
  return run([experiment('redis', { afterLoad: { fromMs: 19_000, operations: 1234, generator } })]);
}

/** A run that was ended before its first experiment. */
export function emptyRun(): Results {
  const base = run([], { verdict: 'unknown' });
  return { ...base, run: { ...base.run, complete: false } };
}

/** Every name and text that a user or a server can choose, set to the same string. */
export function named(name: string): Results {
  const base = redisLostAWrite();
  const witnessed = lostWrite(1);
  const experiments = base.experiments.slice(0, 5).map((e) => ({
    ...e,
    id: `${name}-${e.id}`,
    store: name,
    title: name,
    workload: name,
    promises: [{ id: name, source: name }],
    notPromised: [name],
    faults: e.faults.map((f) => ({ ...f, kind: name, target: name, evidence: { [name]: name } })),
    latency: e.latency.map((l) => ({ ...l, op: name })),
    generator: { ...e.generator, verdict: 'unknown' as const, reason: name },
    checkers: [{ checker: name, verdict: 'unknown' as const, reason: name, count: 0, tested: 1 }],
    anomalyCounts: { [name]: 2 },
    problems: [name],
    notes: [name],
    anomalies: [
      {
        ...witnessed,
        kind: name,
        session: name,
        key: name,
        summary: name,
        witness: witnessed.witness.map((step) => ({
          ...step,
          client: name,
          op: name,
          key: name,
          value: name,
          instance: name,
          error: name,
          remark: name,
        })),
      },
    ],
  }));
  return {
    ...base,
    run: { ...base.run, name, command: name, seed: name, holdfast: name, startedAt: name },
    machine: { ...base.machine, os: name, node: name },
    versions: [{ name, version: name, source: name }],
    stores: [{ id: name, name }],
    experiments,
    claims: [claim(name, name, { text: name, source: name, measured: name, reason: name })],
    problems: [name],
  };
}
