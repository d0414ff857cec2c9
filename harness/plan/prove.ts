import type { Experiment, Load, Subject } from './plan.ts';
import type { StoreName } from './stores.ts';

/** The stores that the proof is about. */
export const PROOF_STORES = ['memory', 'redis', 'mongo'] as const satisfies readonly StoreName[];

const SUBJECT: Omit<Subject, 'store'> = {
  instances: 1,
  balance: 'random',
  ttlMs: 600_000,
  saveMode: 'implicit',
  resave: false,
  rolling: false,
  saveUninitialized: false,
  environment: 'production',
};

const LOAD: Omit<Load, 'workload' | 'clients' | 'rate' | 'durationMs'> = {
  lingerMs: 0,
  bytes: 0,
  timeoutMs: 5000,
};

type Draft = Omit<Experiment, 'id' | 'seed'>;

/** Visitors who never come back; what they leave is still looked at one TTL after the last of them. */
function growth(store: StoreName): Draft {
  const ttlMs = 3000;
  return {
    title: 'Growth: visitors who never come back',
    subject: { ...SUBJECT, store, ttlMs },
    load: {
      ...LOAD,
      workload: 'growth',
      clients: 20,
      rate: 600,
      durationMs: 7000,
      lingerMs: ttlMs + 1200,
      bytes: 1000,
    },
    faults: [],
    sampleEveryMs: 250,
  };
}

/** The app is restarted as in a deployment, and later killed, under clients that write and read back. */
function restart(store: StoreName): Draft {
  return {
    title: 'The app is restarted, then crashes',
    subject: { ...SUBJECT, store },
    load: { ...LOAD, workload: 'register', clients: 40, rate: 400, durationMs: 7500 },
    faults: [
      { id: 'f1', kind: 'app-restart', target: 'app-1', atMs: 2500, durationMs: 0 },
      { id: 'f2', kind: 'app-crash', target: 'app-1', atMs: 5000, durationMs: 0 },
    ],
  };
}

/** Requests of one session reach two instances by chance, as behind a balancer without stickiness. */
function twoInstances(store: StoreName): Draft {
  return {
    title: 'Two instances share the load',
    subject: { ...SUBJECT, store, instances: 2, environment: 'development' },
    load: { ...LOAD, workload: 'register', clients: 30, rate: 300, durationMs: 3500 },
    faults: [],
  };
}

/** A balancer that always sends a session to the same instance hides that they share nothing, until one is gone. */
function sticky(store: StoreName): Draft {
  const draft = twoInstances(store);
  return {
    ...draft,
    title: 'Two instances behind a sticky balancer, one crashes',
    subject: { ...draft.subject, balance: 'sticky' },
    faults: [{ id: 'f1', kind: 'app-crash', target: 'app-2', atMs: 2000, durationMs: 0 }],
  };
}

/** The experiments of `holdfast prove`, in the order in which they run. */
export function proofExperiments(stores: readonly StoreName[], seed: number): Experiment[] {
  return stores.flatMap((store) => {
    const drafts: Record<string, Draft> = {
      growth: growth(store),
      restart: restart(store),
      'two-instances': twoInstances(store),
      ...(store === 'memory' ? { sticky: sticky(store) } : {}),
    };
    return Object.entries(drafts).map(([name, draft]) => ({ id: `${store}/${name}`, seed, ...draft }));
  });
}
