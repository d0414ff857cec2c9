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

/** By how many milliseconds a clock is ahead of the client's; `unknown`: it is made wrong on purpose, and may be set meanwhile. */
export type Ahead = number | 'unknown';

/** A date in 1970 takes a cookie back, by whatever clock. */
const LONG_AGO_MS = 366 * 86_400_000;

/**
 * The cookie as browsers keep it that know whose clock `Expires` is by: an app's that is wrong by the same as its `Date`.
 * RFC 6265bis leaves that out; Chrome does it (net/cookies/canonical_cookie.cc, CanonicalCookie::ParseExpiration, by
 * `server_time`), and so does Firefox. `Max-Age` needs no clock. Where a clock is set amid a run, an answer may have its
 * `Date` by the one and `Expires` by the other, as Node dates answers once a second: what such a cookie lost would be
 * nobody's, so that one with a value then has no end.
 */
export function byOwnClock(cookie: SetCookie, ahead: Ahead): SetCookie {
  const { expiresMs, value } = cookie;
  if (ahead === 0 || expiresMs === undefined) return cookie;
  if (ahead !== 'unknown') return { ...cookie, expiresMs: expiresMs - ahead };
  if (value === '' || expiresMs < LONG_AGO_MS) return cookie;
  const { expiresMs: _, ...endless } = cookie;
  return endless;
}
