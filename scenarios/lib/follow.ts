/**
 * An operation that is answered with a redirect, and the read that it leads to, as browsers do it: the read is sent
 * as soon as the redirect's headers are there. k6 gives no answer before it has the whole of it, but it follows
 * redirects by Go's client, which goes on at the headers where the page that comes with them is longer than 2,048
 * bytes, as that of the app's route is. A shorter page it reads to its end first, and so waits until the session is
 * saved.
 */
import http from 'k6/http';
import type { OperationLine } from '../../protocol/history.ts';
import { REDIRECTED_BY } from '../../protocol/routes.ts';
import { reading, type Asking } from './asking.ts';
import { pairsIn } from './cookie-header.ts';
import { NO_EXPIRY, type SentCookie } from './cookies.ts';
import type { Addressed, SessionClient } from './session-client.ts';
import type { Session } from './session.ts';

const BY = new RegExp(`[?&]${REDIRECTED_BY}=([^&]*)`);
/** Of the history's times, the smallest difference. */
const TICK_MS = 0.001;

interface Posted {
  as: Addressed;
  asking: Asking & { key: string };
  due: number;
  complete?: (line: OperationLine) => void;
}

/** Records both operations, and returns the line of the first. `landing` is the session that the read is of. */
export function follow(
  client: SessionClient,
  { as, asking, due, complete }: Posted,
  landing: Session,
): OperationLine {
  const { method, url, body, params } = client.requestFor(as, asking);
  const jar = new http.CookieJar();
  for (const [name, value] of pairsIn(params.headers?.['Cookie'] ?? '')) jar.set(url, name, value);
  const { Cookie: _, ...headers } = params.headers ?? {};
  const start = client.clock();
  const response = http.request(method, url, body, { ...params, headers, jar, redirects: 1 });
  const end = client.clock();
  if (response.url === url) return client.conclude(as, asking, { due, start, response, complete });
  // k6 tells the times of the last request only; when that was sent, the headers of the one before were there.
  const { blocked, duration } = response.timings;
  const readAt = Math.max(start + 2 * TICK_MS, end - blocked - duration);
  const { op, key, value } = asking;
  const line: OperationLine = {
    op,
    session: as.name,
    client: client.id,
    key,
    value,
    outcome: 'ok',
    due,
    start,
    end: readAt - TICK_MS,
    status: 302,
    instance: BY.exec(response.url)?.[1],
  };
  if (as.cookies.take(Object.fromEntries(kept(jar, url)), Date.now())) line.dropped = true;
  complete?.(line);
  client.record(as, line);
  client.conclude(landing, reading(key), { due: readAt, start: readAt, response });
  return line;
}

/** What the jar holds now. It does not tell until when, so the client keeps it until its end. */
const kept = (jar: http.CookieJar, url: string): [string, SentCookie[]][] =>
  Object.entries(jar.cookiesForURL(url)).map(([name, values]) => [
    name,
    values.map((value) => ({ value, max_age: 0, expires: NO_EXPIRY })),
  ]);
