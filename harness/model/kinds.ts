/** Those that go by which write a value is of. */
export const VALUE_KINDS = [
  'lost-write',
  'lost-update',
  'stale-read',
  'non-monotonic-read',
  'aborted-read',
  'garbage-read',
  'cross-session-read',
] as const;

/** Why no order explains a session. */
export const ORDER_KINDS = [
  'lost-session',
  'session-unavailable',
  ...VALUE_KINDS,
  'resurrection',
  'early-expiry',
  'late-expiry',
  'unexplained',
] as const;

/** What one response shows by itself, whatever came before or after it. */
export const RESPONSE_KINDS = ['fixation', 'truncated-session', 'refused-cookie', 'stray-redirect'] as const;
export type ResponseKind = (typeof RESPONSE_KINDS)[number];

/** What a session's own operations show. */
export const SESSION_KINDS = [...ORDER_KINDS, ...RESPONSE_KINDS] as const;
export type SessionKind = (typeof SESSION_KINDS)[number];

/** All kinds; the last two are no session's: whether anybody was answered, and what requests leave behind. */
export const ANOMALY_KINDS = [...SESSION_KINDS, 'unserved', 'request-leak'] as const;
export type AnomalyKind = (typeof ANOMALY_KINDS)[number];

/** What each kind of anomaly means, in one sentence. */
const MEANINGS: Readonly<Record<AnomalyKind, string>> = {
  'lost-session': 'A session that was acknowledged and neither destroyed nor expired is absent, for good.',
  'session-unavailable': 'An acknowledged session is absent, and comes back later.',
  'lost-write': 'A write was acknowledged, and no later read shows it.',
  'lost-update': 'Two overlapping updates were acknowledged, and one of them is missing.',
  'stale-read': 'A read shows a value older than one that was acknowledged before the read began.',
  'non-monotonic-read': 'A client sees a value, and later an older one.',
  'aborted-read': 'A read shows a write that certainly failed.',
  'garbage-read': 'A read shows a value that nobody wrote.',
  'cross-session-read': "A read shows somebody else's data.",
  resurrection: 'Data is seen after the session was destroyed and the destroy was acknowledged.',
  'early-expiry': 'A session expires before its time.',
  'late-expiry': 'A session is readable after its time.',
  fixation: 'The session has an id that a client chose, or one that login should have changed.',
  'truncated-session': 'A session was acknowledged that the client cannot carry.',
  unexplained: 'No order of the operations explains what was seen, and no other kind names it.',
  'refused-cookie':
    "A browser would not keep the session's cookie, not send it, or send another of its name before it.",
  'stray-redirect': 'A redirect of the app leads to an address that is none of its own.',
  unserved: 'Requests were not answered as asked, outside of faults, or for long after one.',
  'request-leak': "The app's memory grows with every request of sessions that stay the same.",
};

/** The meaning of a kind; undefined for one that this version does not know. */
export const meaningOf = (kind: string): string | undefined =>
  (MEANINGS as Readonly<Record<string, string>>)[kind];

/** Kinds with how often each was found, most first; kinds that were not found are left out. */
export function found(counts: Readonly<Record<string, number>>): [kind: string, count: number][] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .toSorted((a, b) => b[1] - a[1]);
}
