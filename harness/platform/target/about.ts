import { z } from 'zod';
import { endOf, parseSetCookie, shownHeader } from '../../../protocol/cookies/set-cookie.ts';
import { byOwnClock } from '../../../protocol/cookies/skew.ts';
import { placeOf } from '../../../protocol/cookies/place.ts';
import { refusalOf } from '../../../protocol/cookies/refusal.ts';
import { ABOUT_ROUTE, PROBE_PROTOCOL } from '../../../protocol/about.ts';
import { HEADERS_OF_PROXY, ROUTES } from '../../../protocol/routes.ts';
import { unavailable, usageError, type HoldfastError } from '../../errors.ts';
import { aboutSchema, type About } from './about-schema.ts';
import { ask, excerpt, type Answer } from './ask.ts';
import type { Given } from './taken-back.ts';
import { MOUNT, turnedAway, whyNoSessions } from './why.ts';

/** How an app keeps its sessions, as it was seen from outside. */
export interface SeenApp extends Pick<About, 'instance' | 'ttlMs' | 'saveMode'> {
  /** Whether a response that changed nothing carried the cookie anew. */
  rolling: boolean;
  /** Why a browser would not keep a cookie of its, with the header. */
  refused?: string | undefined;
  /** The cookies of the session that was made, for looks from elsewhere. */
  given: Given;
}

interface Look {
  signal: AbortSignal;
  /** The clients will say that they come by HTTPS, as a proxy says of its visitors. */
  asProxy: boolean;
}

/** Asks an app for its probe, makes one session and looks at it. Rejects with what is in the way of a run. */
export async function lookAt(target: string, { signal, asProxy }: Look): Promise<SeenApp> {
  const byProxy = asProxy && target.startsWith('http:');
  const extra: Record<string, string> = byProxy ? HEADERS_OF_PROXY : {};
  const get = (path: string, headers = {}) =>
    ask(target, path, { headers: { ...extra, ...headers }, signal });
  const about = aboutOf(target, await get(ABOUT_ROUTE));
  assertSessions(target, about);
  const made = await ask(target, ROUTES.session, {
    method: 'POST',
    headers: { ...extra, 'content-type': 'application/json' },
    body: JSON.stringify({ owner: 'holdfast' }),
    signal,
  });
  if (made.status !== 200) {
    const away = turnedAway(target, made);
    if (away) throw away;
    throw unavailable(`${target} could not make a session: it answered ${made.status}${excerpt(made.text)}`, {
      next: 'see what the app printed; its store must be up',
    });
  }
  assertCookies(target, about, made);
  const cookie = cookieHeaderOf(made.setCookies);
  const looked = await get(ROUTES.session, { cookie });
  const given = { target, setCookies: made.setCookies, headers: { ...extra, cookie } };
  const { instance, ttlMs, saveMode } = about;
  const refused = refusedOf(made.setCookies, byProxy ? target.replace('http:', 'https:') : target);
  return { instance, ttlMs, saveMode, rolling: looked.setCookies.length > 0, refused, given };
}

/** As a client shows them. */
const cookieHeaderOf = (setCookies: readonly string[]) =>
  setCookies.map((line) => line.split(';', 1)[0]).join('; ');

function assertSessions(target: string, about: About): void {
  const why = whyNoSessions(target, about);
  if (why) throw why;
  const { badExpires, ttlMs } = about;
  if (badExpires !== undefined) {
    throw usageError(
      `cookie.expires of ${target} is the text "${badExpires}", at which express-session fails in every answer`,
      { next: 'give it a Date, or cookie.maxAge in milliseconds' },
    );
  }
  if (ttlMs !== null && ttlMs <= 0) {
    const ago = ttlMs < -1000 ? `, ${Math.round(-ttlMs / 1000)} s ago` : '';
    throw usageError(`sessions of ${target} are over when they begin: their cookie has ended by then${ago}`, {
      next: 'look at cookie.maxAge and cookie.expires; without both, a cookie ends with the browser',
    });
  }
}

function assertCookies(target: string, { secure }: About, { setCookies, aheadMs }: Answer): void {
  if (setCookies.length === 0) {
    const why = secure === true ? ': it is secure, and the request did not come by https' : '';
    throw usageError(
      `${target} made a session and sent no cookie, so no client could ever come back to it${why}`,
      {
        next: 'the address that browsers use: a secure cookie goes out by https only, or behind a trusted proxy (app.set("trust proxy", ...), --workload proxied)',
      },
    );
  }
  const over = setCookies.find((line) => {
    const cookie = parseSetCookie(line);
    return !('unreadable' in cookie) && endOf(byOwnClock(cookie, aheadMs), Date.now()) <= Date.now();
  });
  if (over === undefined) return;
  throw usageError(
    `${target} made a session with a cookie that is over when it comes: ${shownHeader(over)}`,
    {
      next: 'look at cookie.maxAge and cookie.expires, and at the clock of the app',
    },
  );
}

function refusedOf(setCookies: readonly string[], url: string): string | undefined {
  for (const line of setCookies) {
    const cookie = parseSetCookie(line);
    const why = 'unreadable' in cookie ? cookie.unreadable : refusalOf(cookie, placeOf(url));
    if (why !== undefined) return `${why} (Set-Cookie: ${shownHeader(line)})`;
  }
  return undefined;
}

function aboutOf(target: string, answer: Answer): About {
  const { status, text } = answer;
  const parsed = z.string().transform(asJson).pipe(aboutSchema).safeParse(text);
  if (status === 200 && parsed.success) {
    const { protocol = PROBE_PROTOCOL } = parsed.data;
    if (protocol !== PROBE_PROTOCOL) throw otherVersion(target);
    return parsed.data;
  }
  // Not even what it says of itself is what this version understands.
  if (status === 200 && probeSchema.safeParse(asJson(text)).success) throw otherVersion(target);
  const away = turnedAway(target, answer);
  if (away) throw away;
  const seen = status === 200 ? 'something else answered there' : `it answered ${status}${excerpt(text)}`;
  throw usageError(`${target} has no probe of Holdfast at ${ABOUT_ROUTE}: ${seen}`, { next: MOUNT });
}

const probeSchema = z.object({ holdfast: z.literal('probe') });

const otherVersion = (target: string): HoldfastError =>
  usageError(
    `the probe at ${target} is that of another version of Holdfast, which this one does not understand`,
    {
      next: 'one version for both: install the same holdfast in the app as here, and start the app again',
    },
  );

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
