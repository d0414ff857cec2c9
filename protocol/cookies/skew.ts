import { dateOf } from './date.ts';
import type { SetCookie } from './set-cookie.ts';

/** The header counts whole seconds, and a busy app's lags: of less the client's own clock is as good. */
const TELLABLE_MS = 5000;

/**
 * By how many milliseconds the clock that gave a response its `Date` was ahead of the client's; 0 where the header is missing
 * or tells no difference.
 */
export function aheadOf(date: string | undefined, nowMs: number): number {
  const atMs = date === undefined ? undefined : dateOf(date);
  if (atMs === undefined) return 0;
  const aheadMs = atMs - nowMs;
  return Math.abs(aheadMs) < TELLABLE_MS ? 0 : aheadMs;
}

/**
 * The cookie as browsers keep it that know whose clock `Expires` is by: an app's that is wrong by the same as its `Date`.
 * RFC 6265bis leaves that out; Chrome does it (net/cookies/canonical_cookie.cc, CanonicalCookie::ParseExpiration, by
 * `server_time`), and so does Firefox. `Max-Age` needs no clock.
 */
export function byOwnClock(cookie: SetCookie, aheadMs: number): SetCookie {
  if (aheadMs === 0 || cookie.expiresMs === undefined) return cookie;
  return { ...cookie, expiresMs: cookie.expiresMs - aheadMs };
}
