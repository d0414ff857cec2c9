import { Random } from './random.ts';

/** What the rest of Holdfast needs to know of a workload. */
export interface Traits {
  /** Kinds whose checkers must have had something to test, or the verdict is unknown; the others count where they had. */
  checkers: readonly string[];
  /**
   * Requests that race the saves of their own session, where saves are not awaited. `sessions`: one may come before the
   * save of the one before it is over, and the session may go by that. `updates`: they come beside each other, and
   * updates may go by that, sessions may not.
   */
  races?: 'sessions' | 'updates';
  /** It waits until sessions have expired: a TTL that people can wait for, drawn by the seed or always the same. */
  usualTtlMs?: (seed: number) => number;
  /** It leaves something in the store that is looked at afterwards: what clients put in, or how many sessions there are. */
  leaves?: 'texts' | 'number';
  /** It goes by pages of an app, which its user describes. */
  needsPages?: true;
}

/** Every workload by name; each is a k6 script `scenarios/<name>.ts`. */
const CATALOGUE = {
  register: { checkers: ['lost-session', 'lost-write', 'stale-read', 'garbage-read', 'cross-session-read'] },
  tabs: { checkers: ['lost-update', 'lost-session', 'garbage-read', 'cross-session-read'], races: 'updates' },
  counter: { checkers: ['lost-session', 'lost-write', 'stale-read', 'garbage-read'] },
  login: { checkers: ['resurrection', 'fixation', 'lost-session', 'cross-session-read'] },
  cart: { checkers: ['lost-session', 'lost-write', 'stale-read', 'garbage-read'] },
  browse: { checkers: ['lost-session', 'lost-write', 'stale-read', 'garbage-read'] },
  isolation: { checkers: ['cross-session-read', 'garbage-read', 'lost-session'] },
  tamper: { checkers: ['cross-session-read', 'fixation', 'resurrection', 'lost-session'] },
  redirect: {
    checkers: ['lost-session', 'session-unavailable', 'lost-write', 'stale-read', 'fixation'],
    races: 'sessions',
  },
  expiry: { checkers: ['early-expiry', 'late-expiry', 'lost-session'], usualTtlMs: drawTtlMs },
  payload: { checkers: ['lost-session', 'lost-write', 'garbage-read', 'truncated-session'] },
  growth: { checkers: ['lost-session', 'session-unavailable'], usualTtlMs: () => 3000, leaves: 'number' },
  logout: { checkers: ['resurrection', 'lost-session'], races: 'sessions' },
  overlap: { checkers: ['lost-write', 'resurrection'], races: 'updates' },
  passersby: { checkers: [] },
  page: { checkers: ['lost-session', 'lost-write', 'garbage-read'], leaves: 'texts' },
  proxied: { checkers: ['refused-cookie'] },
  weight: { checkers: ['lost-session', 'garbage-read'] },
  visit: { checkers: ['lost-session', 'cross-session-read'], needsPages: true },
  kinds: { checkers: ['lost-session', 'lost-write', 'garbage-read'] },
} as const satisfies Record<string, Traits>;

export type Workload = keyof typeof CATALOGUE;
export const WORKLOADS = Object.keys(CATALOGUE) as [Workload, ...Workload[]];

export const traitsOf = (workload: Workload): Traits => CATALOGUE[workload];

/** Those that every subject with the probe can be asked by. */
export const PROBED_WORKLOADS = WORKLOADS.filter((workload) => traitsOf(workload).needsPages !== true);

/**
 * A TTL between 2.2 and 3.8 s that is far from whole seconds: of stores that round, which are many, a whole number of
 * seconds shows nothing.
 */
export function drawTtlMs(seed: number): number {
  const random = new Random(seed);
  return 1000 * (2 + random.below(2)) + 200 + random.below(600);
}
