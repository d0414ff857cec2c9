import { Random } from './random.ts';

/** What the rest of Holdfast needs to know of a workload. */
export interface Traits {
  /** What each client does, in a few words of Markdown for docs/EXPERIMENTS.md. */
  each: string;
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
  /** It goes by pages of an app, which its user describes: by a file, or by a script. */
  needsPages?: true;
  /** Its visitors come back after the load's time, and are judged by that: whatever it asks is of its load. */
  comesBack?: true;
}

/** Every workload by name; each is a k6 script `scenarios/<name>.ts`. */
const CATALOGUE = {
  register: {
    each: 'alone on its sessions: writes unique values and reads them back',
    checkers: ['lost-session', 'lost-write', 'stale-read', 'garbage-read', 'cross-session-read'],
  },
  tabs: {
    each: 'several requests of one session in flight, each changing another key. Every real store loses updates here: express-session saves whole documents, and the last one wins',
    checkers: ['lost-update', 'lost-session', 'garbage-read', 'cross-session-read'],
    races: 'updates',
  },
  counter: {
    each: 'counts page views: the app reads, adds and writes',
    checkers: ['lost-session', 'lost-write', 'stale-read', 'garbage-read'],
  },
  login: {
    each: 'logs in (a new id), looks at its page, logs out; then the old cookies are tried again',
    checkers: ['resurrection', 'fixation', 'lost-session', 'cross-session-read'],
  },
  cart: {
    each: 'sets and removes nested values by paths and by awkward keys, pushes to an array, fills in a form, looks at a page that needs a user; and puts in a Date, a Map, a NaN, a bigint',
    checkers: ['lost-session', 'lost-write', 'stale-read', 'garbage-read'],
  },
  browse: {
    each: 'reads nine times for each write, and expects to see the last one',
    checkers: ['lost-session', 'lost-write', 'stale-read', 'garbage-read'],
  },
  isolation: {
    each: "asks for many sessions at once over the same connections, each with its owner's tag",
    checkers: ['cross-session-read', 'garbage-read', 'lost-session'],
  },
  tamper: {
    each: "makes what it can of another's cookie: edited, unsigned, forged, cut, with its own signature, stolen",
    checkers: ['cross-session-read', 'fixation', 'resurrection', 'lost-session'],
  },
  redirect: {
    each: 'posts a form and follows the redirect as soon as its headers are there, before the session need be saved',
    checkers: ['lost-session', 'session-unavailable', 'lost-write', 'stale-read', 'fixation'],
    races: 'sessions',
  },
  expiry: {
    each: 'comes back before, about and after the TTL, and writes after a read that kept an old session alive. The TTL is no whole number of seconds, so that stores that round show it: a distribution says how early and how late sessions go',
    checkers: ['early-expiry', 'late-expiry', 'lost-session'],
    usualTtlMs: drawTtlMs,
    comesBack: true,
  },
  payload: {
    each: 'carries sessions from 100 B to 64 KiB',
    checkers: ['lost-session', 'lost-write', 'garbage-read', 'truncated-session'],
  },
  growth: {
    each: 'a visitor who never comes back, again and again; then one who does, so that what each session and what each request leaves behind are told apart',
    checkers: ['lost-session', 'session-unavailable'],
    usualTtlMs: () => 3000,
    leaves: 'number',
    comesBack: true,
  },
  logout: {
    each: "logs out in the app's way (`destroy()`, `delete req.session`, `= null`), and shows its cookies again",
    checkers: ['resurrection', 'lost-session'],
    races: 'sessions',
  },
  overlap: {
    each: 'sends a second request while the app works on the first one of the same session',
    checkers: ['lost-write', 'resurrection'],
    races: 'updates',
  },
  passersby: { each: 'looks at one page, puts nothing into a session, and never comes back', checkers: [] },
  page: {
    each: 'asks for the page of a user without one, with one, and without one again',
    checkers: ['lost-session', 'lost-write', 'garbage-read'],
    leaves: 'texts',
  },
  proxied: { each: 'comes by HTTPS, through a proxy that ends TLS', checkers: ['refused-cookie'] },
  weight: { each: 'reads a small and a large session in turn', checkers: ['lost-session', 'garbage-read'] },
  visit: {
    each: 'visits an app by [its own pages](YOUR-PAGES.md): login, account, cart, logout',
    checkers: ['lost-session', 'cross-session-read'],
    needsPages: true,
  },
  script: {
    each: 'does what [a script of your own](YOUR-PAGES.md#a-script) says',
    checkers: ['lost-session'],
    needsPages: true,
  },
  kinds: {
    each: 'puts in every kind of value, most of which JSON has no word for',
    checkers: ['lost-session', 'lost-write', 'garbage-read'],
  },
} as const satisfies Record<string, Traits>;

export type Workload = keyof typeof CATALOGUE;
export const WORKLOADS = Object.keys(CATALOGUE) as [Workload, ...Workload[]];

export const traitsOf = (workload: Workload): Traits => CATALOGUE[workload];

/**
 * When the load is over, in milliseconds from its start: what is due later is none of it, such as the last look at
 * everything, which asks more than the load. Infinity: all that is asked is of the load.
 */
export const loadOverMs = ({ workload, durationMs }: { workload: Workload; durationMs: number }): number =>
  traitsOf(workload).comesBack === true ? Infinity : durationMs;

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
