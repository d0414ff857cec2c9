import type { AnomalyKind } from '../../harness/checker/catalogue.ts';
import type { Experiment, Load, Subject } from '../../harness/model/plan.ts';
import type { Workload } from '../../harness/model/workloads.ts';

/** A store with one defect, what must bring it out, and what it must be found to be. */
export interface Defect {
  /** `stores/<name>.ts`. */
  name: string;
  workload: Workload;
  expected: AnomalyKind;
  /** As `holdfast run --faults` takes it. */
  faults?: string;
  subject?: Partial<Subject>;
  load?: Partial<Load>;
  service?: Experiment['service'];
}

const AWAITED = { saveMode: 'awaited' } as const;
const RESAVING = { resave: true, rolling: true } as const;
const TWO_INSTANCES = { instances: 2 } as const;
const ROLLING = { rolling: true } as const;
/** For a store that takes its time: clients that do not wait for one another. */
const UNHURRIED = { rate: 60, durationMs: 3000 } as const;
/** For visits that are longer than others: some must be over before the fault. */
const LONGER = { durationMs: 4000 } as const;
/**
 * For stores that save on a timer: what is made after the last save is lost whole, and what it held with it. A write
 * alone is lost only of a session that is older, and on a busy machine it takes a while until there are such.
 */
const SETTLED = { durationMs: 6500 } as const;

/** A run of seconds cannot wait for long. */
const RECOVERS_SOON = { unserved: 0.01, recoverWithinMs: 3000 };
/** How long a client waits, where it waits in vain. */
const IMPATIENT = { timeoutMs: 500 } as const;

export const DEFECTS: readonly Defect[] = [
  { name: 'drops-writes', workload: 'register', expected: 'lost-write' },
  {
    name: 'acknowledges-early',
    workload: 'register',
    expected: 'lost-write',
    faults: 'app-crash@2500ms,app-crash@5s',
    load: SETTLED,
  },
  {
    name: 'forgets-buffer-at-exit',
    workload: 'register',
    expected: 'lost-write',
    faults: 'app-restart@2500ms,app-restart@5s',
    load: SETTLED,
  },
  { name: 'reads-replica', workload: 'register', expected: 'stale-read' },
  { name: 'replicas-take-turns', workload: 'register', expected: 'stale-read' },
  { name: 'touch-writes-old', workload: 'register', expected: 'lost-write' },
  { name: 'destroy-forgets', workload: 'login', expected: 'resurrection' },
  { name: 'destroy-late', workload: 'login', expected: 'resurrection' },
  { name: 'restores-backup', workload: 'login', expected: 'resurrection' },
  { name: 'late-writer-revives', workload: 'login', expected: 'resurrection' },
  { name: 'keeps-old-session', workload: 'login', expected: 'resurrection' },
  { name: 'keeps-id', workload: 'login', expected: 'fixation' },
  { name: 'adopts-ids', workload: 'login', expected: 'fixation' },
  { name: 'crosses-answers', workload: 'register', expected: 'cross-session-read' },
  { name: 'cuts-keys', workload: 'register', expected: 'cross-session-read' },
  { name: 'ignores-ttl', workload: 'expiry', expected: 'late-expiry' },
  { name: 'milliseconds-as-seconds', workload: 'expiry', expected: 'late-expiry' },
  { name: 'touch-makes-immortal', workload: 'expiry', expected: 'late-expiry' },
  { name: 'expires-early', workload: 'expiry', expected: 'early-expiry' },
  { name: 'touch-does-nothing', workload: 'expiry', expected: 'early-expiry', subject: ROLLING },
  { name: 'seconds-as-milliseconds', workload: 'expiry', expected: 'early-expiry' },
  { name: 'recreates-table', workload: 'register', expected: 'lost-session', faults: 'app-restart@1s' },
  { name: 'loses-on-reconnect', workload: 'register', expected: 'lost-session' },
  { name: 'sweeps-the-living', workload: 'register', expected: 'lost-session' },
  { name: 'evicts', workload: 'register', expected: 'lost-session' },
  { name: 'truncates-documents', workload: 'payload', expected: 'lost-session' },
  { name: 'truncates-values', workload: 'payload', expected: 'garbage-read' },
  { name: 'garbles-values', workload: 'register', expected: 'garbage-read' },
  { name: 'rounds-numbers', workload: 'register', expected: 'garbage-read' },
  { name: 'numbers-to-text', workload: 'register', expected: 'garbage-read' },
  { name: 'merges-deep', workload: 'register', expected: 'lost-write' },
  { name: 'keeps-old-value', workload: 'register', expected: 'lost-write' },
  { name: 'reorders-writes', workload: 'register', expected: 'lost-write' },
  { name: 'sends-again', workload: 'register', expected: 'lost-write' },
  { name: 'swallows-errors', workload: 'register', expected: 'lost-write', subject: AWAITED },
  { name: 'fails-behind-an-answer', workload: 'register', expected: 'lost-write' },
  { name: 'fails-over', workload: 'register', expected: 'lost-write' },
  { name: 'spares-saves', workload: 'counter', expected: 'lost-write' },
  { name: 'caches-for-good', workload: 'register', expected: 'stale-read', subject: TWO_INSTANCES },
  { name: 'caches-misses', workload: 'register', expected: 'session-unavailable' },
  { name: 'absent-now-and-then', workload: 'register', expected: 'session-unavailable' },
  { name: 'shares-its-object', workload: 'register', expected: 'aborted-read' },
  { name: 'last-write-wins', workload: 'tabs', expected: 'lost-update' },
  { name: 'flattens-keys', workload: 'cart', expected: 'lost-write' },
  { name: 'drops-proto', workload: 'cart', expected: 'lost-write' },
  { name: 'drops-dollars', workload: 'cart', expected: 'lost-write' },
  { name: 'knows-latin1', workload: 'cart', expected: 'lost-write' },
  { name: 'arrays-to-objects', workload: 'cart', expected: 'garbage-read' },
  { name: 'appends-arrays', workload: 'cart', expected: 'garbage-read' },
  { name: 'drops-nulls', workload: 'cart', expected: 'garbage-read' },
  { name: 'revives-dates', workload: 'cart', expected: 'garbage-read' },
  { name: 'remembers-hot-sessions', workload: 'browse', expected: 'stale-read' },
  { name: 'swaps-answers-in-flight', workload: 'isolation', expected: 'cross-session-read' },
  { name: 'accepts-any-signature', workload: 'tamper', expected: 'cross-session-read' },
  { name: 'accepts-unsigned', workload: 'tamper', expected: 'fixation' },
  { name: 'knows-secret-of-examples', workload: 'tamper', expected: 'cross-session-read' },
  { name: 'compares-what-is-there', workload: 'tamper', expected: 'cross-session-read' },
  { name: 'signs-apart', workload: 'tamper', expected: 'cross-session-read' },
  { name: 'saves-slowly', workload: 'redirect', expected: 'stale-read', load: UNHURRIED },
  { name: 'stays-away', workload: 'register', expected: 'unserved' },
  { name: 'fails-one-in-two', workload: 'register', expected: 'unserved' },
  { name: 'fails-one-in-twenty', workload: 'browse', expected: 'unserved' },
  { name: 'refuses-after-a-while', workload: 'register', expected: 'unserved' },
  { name: 'slower-than-patience', workload: 'register', expected: 'unserved', load: IMPATIENT },
  {
    name: 'never-back-after-restart',
    workload: 'register',
    expected: 'unserved',
    faults: 'app-restart@1s',
    service: RECOVERS_SOON,
  },
  {
    name: 'back-late-after-restart',
    workload: 'register',
    expected: 'unserved',
    faults: 'app-restart@1s',
    service: RECOVERS_SOON,
  },
];

/** Correct stores of `stores/`. */
export const PLANTED_CORRECT = [
  'none',
  'saves-slowly',
  'refuses-now-and-then',
  'fails-one-in-a-hundred',
  'back-soon-after-restart',
] as const;
/** Real packages that keep what they acknowledge where nothing breaks. */
export const REAL_CORRECT = [
  'memory',
  'redis',
  'mongo',
  'node-redis',
  'mongodb-session',
  'memcached',
  'mysql',
  'postgres',
  'sqlite',
  'memorystore',
  'knex-postgres',
] as const;
type CorrectStore = (typeof PLANTED_CORRECT)[number] | (typeof REAL_CORRECT)[number];
/** Those that the proof is made of. */
export const USUAL: readonly CorrectStore[] = ['memory', 'redis', 'mongo', ...PLANTED_CORRECT];

/** A store without a defect, on what it passes. */
export interface Control {
  store: CorrectStore;
  workload: Workload;
  faults?: string;
  subject?: Partial<Subject>;
  load?: Partial<Load>;
  service?: Experiment['service'];
  /** What every store gives there, the correct ones too. */
  allowed?: readonly AnomalyKind[];
}

const PASSED = [
  'register',
  'counter',
  'login',
  'payload',
  'cart',
  'browse',
  'isolation',
  'tamper',
] as const satisfies readonly Workload[];
/** What a package does to values though nothing breaks, as docs/FINDINGS.md says of it. */
const CHANGED: Partial<Record<CorrectStore, Partial<Record<Workload, readonly AnomalyKind[]>>>> = {
  // BSON has no Map, and a Buffer comes back as its Binary.
  'mongodb-session': { cart: ['garbage-read'] },
};
const OUTLIVES_APP = ['redis', 'mongo', 'none'] as const;

/** Of a store that is to refuse many. */
export const ANY_FAILURE = { unserved: 1, recoverWithinMs: 30_000 };

/** What the runs of a correct store go through, in turn: every workload that it passes, and faults that it outlives. */
export function controlsOf(store: Control['store']): Control[] {
  // An app that does not wait for its saves answers too early with any store; the quick ones just show it seldom.
  const redirected = { store, workload: 'redirect' as const, subject: AWAITED };
  if (store === 'saves-slowly') return [{ ...redirected, load: UNHURRIED }];
  if (store === 'fails-one-in-a-hundred') return [{ store, workload: 'browse', subject: AWAITED }];
  if (store === 'back-soon-after-restart')
    return [{ store, workload: 'register', subject: AWAITED, faults: 'app-restart@1s', load: LONGER }];
  // What it refuses behind an answer that has gone out is lost: only an app that waits can tell.
  if (store === 'refuses-now-and-then')
    return [...PASSED, 'redirect' as const].map((workload) => ({
      store,
      workload,
      subject: AWAITED,
      service: ANY_FAILURE,
    }));
  const plain = PASSED.flatMap((workload) => {
    const control = { store, workload, allowed: CHANGED[store]?.[workload] ?? [] };
    return [control, { ...control, subject: AWAITED }, { ...control, subject: RESAVING }];
  });
  const idle = [
    { store, workload: 'expiry' as const },
    { store, workload: 'expiry' as const, subject: ROLLING },
  ];
  const overlapping = { store, workload: 'tabs' as const, allowed: ['lost-update'] as const };
  // How exactly a package keeps a TTL is its own affair, and no rule of the middleware's.
  if (!USUAL.includes(store)) return [...plain, overlapping, redirected];
  const always = [...plain, ...idle, overlapping, redirected];
  if (!OUTLIVES_APP.some((name) => name === store)) return always;
  const broken = [
    { store, workload: 'register' as const, faults: 'app-crash@800ms' },
    { store, workload: 'counter' as const, faults: 'app-restart@800ms' },
    { store, workload: 'login' as const, faults: 'app-crash@800ms' },
    { store, workload: 'cart' as const, faults: 'app-crash@800ms' },
    { store, workload: 'isolation' as const, faults: 'app-crash@800ms' },
    { store, workload: 'tamper' as const, faults: 'app-restart@2s', load: LONGER },
    { store, workload: 'redirect' as const, faults: 'app-crash@2s', subject: AWAITED, load: LONGER },
    { store, workload: 'register' as const, subject: TWO_INSTANCES },
    { store, workload: 'cart' as const, subject: TWO_INSTANCES },
    { store, workload: 'redirect' as const, subject: { ...AWAITED, ...TWO_INSTANCES } },
  ];
  return [...always, ...broken];
}
