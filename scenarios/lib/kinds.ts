import { KINDS, type Kind } from '../../protocol/kinds.ts';
import { ROUTES } from '../../protocol/routes.ts';
import type { Asking } from './asking.ts';

/** express-session never answers a request that put into the session what JSON cannot write: no need to wait long. */
const NEVER_ANSWERED_MS = 500;

export interface KindAsking {
  kind: Kind;
  /** Puts it into the session. */
  put: Asking;
  /** Looks at it. `hear` is given whether it came back exactly as it was put in. */
  look: (hear?: (asPutIn: boolean) => void) => Asking;
}

/** What the client asks of each kind of value: to put it into the session, and how it comes back. */
export const KIND_ASKINGS = (Object.entries(KINDS) as [Kind, string | undefined][]).map(askingsOf);

function askingsOf([kind, asJson]: [Kind, string | undefined]): KindAsking {
  const key = `kinds.${kind}`;
  const path = `${ROUTES.kind}/${kind}`;
  // What is recorded as written is what JSON makes of it: that is what comes back if the session is kept as JSON.
  const written = asJson ?? kind;
  const put: Asking = { op: 'write', method: 'PUT', path, key, value: written, body: {} };
  return {
    kind,
    // Refused, never answered, or taken in after all: any of it is an answer to a value that JSON cannot write.
    put: asJson === undefined ? { ...put, timeoutMs: NEVER_ANSWERED_MS, expects: () => true } : put,
    look: (hear) => ({
      op: 'read',
      method: 'GET',
      path,
      key,
      shorten: (described, { asPutIn = false }) => {
        hear?.(asPutIn);
        // A store may keep what JSON cannot: nothing of the write is lost, and it was this one that was seen.
        if (asPutIn) return written;
        return described === 'undefined' && asJson !== described ? null : String(described);
      },
    }),
  };
}
