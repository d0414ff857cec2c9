import { abortedRead } from './aborted-read.ts';
import { crossSessionRead } from './cross-session-read.ts';
import type { Definition } from './definition.ts';
import { earlyExpiry } from './early-expiry.ts';
import type { Checker } from './finding.ts';
import { fixation } from './fixation.ts';
import { garbageRead } from './garbage-read.ts';
import { lateExpiry } from './late-expiry.ts';
import { lostSession } from './lost-session.ts';
import { lostUpdate } from './lost-update.ts';
import { lostWrite } from './lost-write.ts';
import { nonMonotonicRead } from './non-monotonic-read.ts';
import { refusedCookie } from './refused-cookie.ts';
import { requestLeak } from './request-leak.ts';
import { resurrection } from './resurrection.ts';
import { sessionUnavailable } from './session-unavailable.ts';
import { staleRead } from './stale-read.ts';
import { strayRedirect } from './stray-redirect.ts';
import { truncatedSession } from './truncated-session.ts';
import { unexplained } from './unexplained.ts';
import { unserved } from './unserved.ts';

/** Every kind of anomaly that sessions show, by its checker, in the order in which they are listed everywhere. */
const OF_SESSIONS = [
  lostSession,
  sessionUnavailable,
  lostWrite,
  lostUpdate,
  staleRead,
  nonMonotonicRead,
  abortedRead,
  garbageRead,
  crossSessionRead,
  resurrection,
  earlyExpiry,
  lateExpiry,
  unexplained,
  fixation,
  truncatedSession,
  refusedCookie,
  strayRedirect,
] as const;

/** Those that only the whole run shows, and that no checker of sessions finds. They come last. */
const OF_RUNS = [unserved, requestLeak] as const;

/** What a session's own operations show. */
export type SessionKind = (typeof OF_SESSIONS)[number]['kind'];
export type AnomalyKind = SessionKind | (typeof OF_RUNS)[number]['kind'];

export const CHECKERS: readonly Checker<SessionKind>[] = OF_SESSIONS;
export const DEFINITIONS: readonly Definition<AnomalyKind>[] = [...OF_SESSIONS, ...OF_RUNS];

export const ANOMALY_KINDS = DEFINITIONS.map(({ kind }) => kind) as [AnomalyKind, ...AnomalyKind[]];

export const kindsShownBy = (...ways: readonly Definition['shownBy'][]): readonly AnomalyKind[] =>
  DEFINITIONS.filter(({ shownBy }) => ways.includes(shownBy)).map(({ kind }) => kind);

/** The meaning of a kind; undefined for one that this version does not know. */
export const meaningOf = (kind: string): string | undefined =>
  DEFINITIONS.find((definition) => definition.kind === kind)?.meaning;
