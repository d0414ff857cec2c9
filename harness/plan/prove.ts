import { draft, type Draft } from './draft.ts';
import type { Experiment } from '../model/plan.ts';
import type { StoreName } from '../stores/catalogue.ts';

/** The stores that the proof is about. */
export const PROOF_STORES = ['memory', 'redis', 'mongo'] as const satisfies readonly StoreName[];

/** So often that the slope is of 40 readings at the least, without the warm-up. */
export const SAMPLE_EVERY_MS = 100;

/**
 * Requests enough to tell what each leaves behind from code that is still being compiled, and more than twice as long as
 * a quiet machine needs for enough readings.
 */
export const RETURNING_MS = 14_000;

/** Visitors who never come back; what they leave is still looked at one TTL after the last of them. */
export function growth(store: string): Draft {
  const ttlMs = 3000;
  return draft({
    title: 'Growth: visitors who never come back',
    subject: { store, ttlMs },
    load: {
      workload: 'growth',
      clients: 20,
      // What two cores bear that others keep busy, with a full collection of the heap ten times a second.
      rate: 200,
      // More than three times as long as a quiet machine needs for enough readings: a slow one takes them more slowly.
      durationMs: 20_000,
      lingerMs: ttlMs + 1200,
      returningMs: RETURNING_MS,
      bytes: 1000,
    },
    sampleEveryMs: SAMPLE_EVERY_MS,
  });
}

/** The app is restarted as in a deployment, and later killed, under clients that write and read back. */
function restart(store: StoreName): Draft {
  return draft({
    title: 'The app is restarted, then crashes',
    subject: { store },
    load: { workload: 'register', clients: 40, rate: 400, durationMs: 7500 },
    faults: [
      { kind: 'app-restart', target: 'app-1', atMs: 2500, durationMs: 0 },
      { kind: 'app-crash', target: 'app-1', atMs: 5000, durationMs: 0 },
    ],
  });
}

/** Requests of one session reach two instances by chance, as behind a balancer without stickiness. */
function twoInstances(store: StoreName): Draft {
  return draft({
    title: 'Two instances share the load',
    subject: { store, instances: 2, environment: 'development' },
    load: { workload: 'register', clients: 30, rate: 300, durationMs: 3500 },
  });
}

/** A balancer that always sends a session to the same instance hides that they share nothing, until one is gone. */
function sticky(store: StoreName): Draft {
  const alike = twoInstances(store);
  return {
    ...alike,
    title: 'Two instances behind a sticky balancer, one crashes',
    subject: { ...alike.subject, balance: 'sticky' },
    faults: [{ id: 'f1', kind: 'app-crash', target: 'app-2', atMs: 2000, durationMs: 0 }],
  };
}

/** The experiments of the proof on one store, by name, in the order in which they run. */
export function proofDrafts(store: StoreName): Record<string, Draft> {
  return {
    growth: growth(store),
    restart: restart(store),
    'two-instances': twoInstances(store),
    ...(store === 'memory' ? { sticky: sticky(store) } : {}),
  };
}

/** The experiments of `holdfast prove`, in the order in which they run. */
export function proofExperiments(stores: readonly StoreName[], seed: number): Experiment[] {
  return stores.flatMap((store) =>
    Object.entries(proofDrafts(store)).map(([name, wanted]) => ({ id: `${store}/${name}`, seed, ...wanted })),
  );
}
