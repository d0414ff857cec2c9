/**
 * What shows an anomaly. `order`: no order of its session's operations explains it. `value`: the same, by which write a
 * value is of. `response`: one response by itself, whatever came before or after it. `run`: no session's own operations.
 */
type ShownBy = 'order' | 'value' | 'response' | 'run';

interface Kind {
  shownBy: ShownBy;
  /** What it means, in one sentence. */
  meaning: string;
}

/** Every kind of anomaly, in the order in which they are listed everywhere. */
const KINDS = {
  'lost-session': {
    shownBy: 'order',
    meaning: 'A session that was acknowledged and neither destroyed nor expired is absent, for good.',
  },
  'session-unavailable': {
    shownBy: 'order',
    meaning: 'An acknowledged session is absent, and comes back later.',
  },
  'lost-write': { shownBy: 'value', meaning: 'A write was acknowledged, and no later read shows it.' },
  'lost-update': {
    shownBy: 'value',
    meaning: 'Two overlapping updates were acknowledged, and one of them is missing.',
  },
  'stale-read': {
    shownBy: 'value',
    meaning: 'A read shows a value older than one that was acknowledged before the read began.',
  },
  'non-monotonic-read': { shownBy: 'value', meaning: 'A client sees a value, and later an older one.' },
  'aborted-read': { shownBy: 'value', meaning: 'A read shows a write that certainly failed.' },
  'garbage-read': { shownBy: 'value', meaning: 'A read shows a value that nobody wrote.' },
  'cross-session-read': { shownBy: 'value', meaning: "A read shows somebody else's data." },
  resurrection: {
    shownBy: 'order',
    meaning: 'Data is seen after the session was destroyed and the destroy was acknowledged.',
  },
  'early-expiry': { shownBy: 'order', meaning: 'A session expires before its time.' },
  'late-expiry': { shownBy: 'order', meaning: 'A session is readable after its time.' },
  unexplained: {
    shownBy: 'order',
    meaning: 'No order of the operations explains what was seen, and no other kind names it.',
  },
  fixation: {
    shownBy: 'response',
    meaning: 'The session has an id that a client chose, or one that login should have changed.',
  },
  'truncated-session': {
    shownBy: 'response',
    meaning: 'A session was acknowledged that the client cannot carry.',
  },
  'refused-cookie': {
    shownBy: 'response',
    meaning:
      "A browser would not keep the session's cookie, not send it, or send another of its name before it.",
  },
  'stray-redirect': {
    shownBy: 'response',
    meaning: 'A redirect of the app leads to an address that is none of its own.',
  },
  unserved: {
    shownBy: 'run',
    meaning: 'Requests were not answered as asked, outside of faults, or for long after one.',
  },
  'request-leak': {
    shownBy: 'run',
    meaning: "The app's memory grows with every request of sessions that stay the same.",
  },
} as const satisfies Record<string, Kind>;

export type AnomalyKind = keyof typeof KINDS;

type KindShownBy<By extends ShownBy> = {
  [Kind in AnomalyKind]: (typeof KINDS)[Kind]['shownBy'] extends By ? Kind : never;
}[AnomalyKind];

export const ANOMALY_KINDS = Object.keys(KINDS) as [AnomalyKind, ...AnomalyKind[]];

const kindsShownBy = <By extends ShownBy>(...ways: readonly By[]): readonly KindShownBy<By>[] =>
  ANOMALY_KINDS.filter((kind): kind is KindShownBy<By> =>
    (ways as readonly ShownBy[]).includes(KINDS[kind].shownBy),
  );

/** Those that go by which write a value is of. */
export const VALUE_KINDS = kindsShownBy('value');

/** Why no order explains a session. */
export const ORDER_KINDS = kindsShownBy('order', 'value');

export type ResponseKind = KindShownBy<'response'>;

/** What a session's own operations show. */
export const SESSION_KINDS = kindsShownBy('order', 'value', 'response');
export type SessionKind = KindShownBy<'order' | 'value' | 'response'>;

/** The meaning of a kind; undefined for one that this version does not know. */
export const meaningOf = (kind: string): string | undefined =>
  (KINDS as Readonly<Record<string, Kind>>)[kind]?.meaning;

/** Kinds with how often each was found, most first; kinds that were not found are left out. */
export function found(counts: Readonly<Record<string, number>>): [kind: string, count: number][] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .toSorted((a, b) => b[1] - a[1]);
}
