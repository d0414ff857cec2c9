import { draft, type Draft } from '../plan/draft.ts';
import type { PlannedFault, Subject } from '../model/plan.ts';
import type { StoreName } from '../stores/catalogue.ts';

/** Experiments that more than one claim rests on. */

/** Instances are replaced one after the other; later one is taken away and, after a while, added again. */
export const scaled = (store: StoreName): Draft =>
  draft({
    title: 'Instances are replaced in turn; one is taken away and added again',
    subject: { store, instances: 2 },
    load: { workload: 'register', clients: 30, rate: 300, durationMs: 8000 },
    faults: [
      { kind: 'app-restart', target: 'app-1', atMs: 1500, durationMs: 0 },
      { kind: 'app-restart', target: 'app-2', atMs: 3200, durationMs: 0 },
      { kind: 'app-restart', target: 'app-2', atMs: 5000, durationMs: 1200 },
    ],
  });

export const cart = (store: StoreName): Draft =>
  draft({
    title: 'Nested values by paths and by awkward keys',
    subject: { store },
    load: { workload: 'cart', clients: 10, rate: 250, durationMs: 3500 },
  });

export const logout = (store: StoreName, how: Partial<Subject> = {}, faults: Timed[] = []): Draft =>
  draft({
    title: `Logout by ${WAYS[how.logout ?? 'destroy']}`,
    subject: { store, ...how },
    load: { workload: 'logout', clients: 10, rate: 250, durationMs: faults.length > 0 ? 6000 : 2000 },
    faults,
  });

const WAYS = { destroy: 'destroy()', delete: 'delete req.session', null: 'req.session = null' } as const;

export const overlap = (store: StoreName, how: Partial<Subject> = {}): Draft =>
  draft({
    title: `Requests of one session overlap${how.resave === true ? ', with resave' : ''}`,
    subject: { store, ...how },
    load: { workload: 'overlap', clients: 10, rate: 200, durationMs: 2500 },
  });

export const tamper = (store: StoreName): Draft =>
  draft({
    title: 'Cookies edited, forged and stolen',
    subject: { store },
    load: { workload: 'tamper', clients: 10, rate: 250, durationMs: 3000 },
  });

/** A page with payment methods, which nobody but their owner should see. */
export const userPage = (store: StoreName): Draft =>
  draft({
    title: 'The page of a user, with and without one',
    subject: { store },
    load: { workload: 'page', clients: 10, rate: 250, durationMs: 2000 },
  });

type Timed = Omit<PlannedFault, 'id'>;

/** One of two instances has a slow wire to the store's server, and is later cut off from it. */
export const TROUBLED_WIRE: Timed[] = [
  { kind: 'wire-slow', target: 'app-1', atMs: 800, durationMs: 1500 },
  { kind: 'wire-down', target: 'app-1', atMs: 3800, durationMs: 700 },
];
