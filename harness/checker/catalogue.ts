import { abortedRead } from './aborted-read.ts';
import { crossSessionRead } from './cross-session-read.ts';
import { earlyExpiry } from './early-expiry.ts';
import type { Checker } from './finding.ts';
import { garbageRead } from './garbage-read.ts';
import type { SessionKind } from '../model/kinds.ts';
import { lateExpiry } from './late-expiry.ts';
import { lostSession } from './lost-session.ts';
import { lostUpdate } from './lost-update.ts';
import { lostWrite } from './lost-write.ts';
import { nonMonotonicRead } from './non-monotonic-read.ts';
import { ofResponses } from './responses.ts';
import { resurrection } from './resurrection.ts';
import { sessionUnavailable } from './session-unavailable.ts';
import { staleRead } from './stale-read.ts';
import { unexplained } from './unexplained.ts';

/** Every checker that looks at sessions, by the anomaly that it finds. */
export const CHECKERS: Readonly<Record<SessionKind, Checker>> = {
  'lost-session': lostSession,
  'session-unavailable': sessionUnavailable,
  'lost-write': lostWrite,
  'lost-update': lostUpdate,
  'stale-read': staleRead,
  'non-monotonic-read': nonMonotonicRead,
  'aborted-read': abortedRead,
  'garbage-read': garbageRead,
  'cross-session-read': crossSessionRead,
  resurrection,
  'early-expiry': earlyExpiry,
  'late-expiry': lateExpiry,
  unexplained,
  fixation: ofResponses('fixation'),
  'truncated-session': ofResponses('truncated-session'),
  'refused-cookie': ofResponses('refused-cookie'),
  'stray-redirect': ofResponses('stray-redirect'),
};
