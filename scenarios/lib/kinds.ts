import { KINDS, type Kind } from '../../protocol/kinds.ts';
import { ROUTES } from '../../protocol/routes.ts';
import type { Asking } from './asking.ts';

/** express-session never answers a request that put into the session what JSON cannot write: no need to wait long. */
const NEVER_ANSWERED_MS = 500;

/** What the client asks of each kind of value: to put it into the session, and how it comes back. */
export const KIND_ASKINGS = (Object.entries(KINDS) as [Kind, string | undefined][]).map(([kind, asJson]) => {
  const key = `kinds.${kind}`;
  const path = `${ROUTES.kind}/${kind}`;
  // What is recorded as written is what JSON makes of it: that is what comes back if the session is kept as JSON.
  const put: Asking = { op: 'write', method: 'PUT', path, key, value: asJson ?? kind, body: {} };
  const look: Asking = {
    op: 'read',
    method: 'GET',
    path,
    key,
    shorten: (described) => (described === 'undefined' && asJson !== described ? null : String(described)),
  };
  return { put: asJson === undefined ? { ...put, timeoutMs: NEVER_ANSWERED_MS } : put, look };
});
