/**
 * An operation that is answered with a redirect, and the read that it leads to, as browsers do it: the read is sent
 * as soon as the redirect's headers are there. k6 gives no answer before it has the whole of it, but it follows
 * redirects by Go's client, which goes on at the headers where the page that comes with them is longer than 2,048
 * bytes, as that of the app's route is. A shorter page it reads to its end first, and so waits until the session is
 * saved.
 *
 * What k6 follows by itself it tells nothing of: not where to, before it goes there, and not with which cookies. So the
 * first redirect of each kind is followed step by step, and so are all where the cookies are such that Go would keep
 * others than a browser. Wherever a redirect leads, k6 reaches nothing but the targets (`boundsOf`).
 */
import http, { type RefinedResponse } from 'k6/http';
import type { OperationKind, OperationLine } from '../../protocol/history.ts';
import { HEADERS, REDIRECTED_BY } from '../../protocol/routes.ts';
import { reading, type Asking } from './asking.ts';
import { canonical, isByProbe } from './answer.ts';
import { boundsOf, hostAndPort, leadsTo } from './bounds.ts';
import { pairsIn } from './cookie-header.ts';
import type { SessionClient } from './session-client.ts';
import type { Addressed, Session } from './session.ts';
import type { Settings } from './settings.ts';

const BY = new RegExp(`[?&]${REDIRECTED_BY}=([^&]*)`);
/** Of the history's times, the smallest difference. */
const TICK_MS = 0.001;

interface Posted {
  as: Addressed;
  asking: Asking & { key: string };
  due: number;
  complete?: (line: OperationLine) => void;
}

/** A client that follows redirects. */
export class Follower {
  readonly #client: SessionClient;
  readonly #targets: ReadonlySet<string>;
  readonly #isBounded: boolean;
  /** What was seen to be answered with a redirect to a target. */
  readonly #known = new Set<OperationKind>();

  constructor(client: SessionClient, settings: Settings) {
    this.#client = client;
    this.#targets = new Set(settings.targets.map(hostAndPort));
    this.#isBounded = boundsOf(settings) !== undefined;
  }

  /** Records both operations, and returns the line of the first. `landing` is the session that the read is of. */
  follow(posted: Posted, landing: Session): OperationLine {
    const request = this.#client.requestFor(posted.as, posted.asking);
    const isQuick =
      this.#isBounded &&
      this.#known.has(posted.asking.op) &&
      posted.as.cookies.arePlainAt(request.url) &&
      (request.params.headers?.['Cookie'] ?? '') !== '';
    return isQuick ? this.#atOnce(posted, landing, request) : this.#byStep(posted, landing, request);
  }

  #byStep(posted: Posted, landing: Session, request: Request): OperationLine {
    const { as, asking, due, complete } = posted;
    const { method, url, body, params } = request;
    const client = this.#client;
    const start = client.clock();
    const response = http.request(method, url, body, params);
    const location = response.headers['Location'];
    if (response.status < 300 || response.status > 399 || location === undefined)
      return client.conclude(as, asking, { due, start, response, complete });
    const to = leadsTo(location, url);
    const byProbe = isByProbe(response);
    // Something in front of the probe, such as a login, sent the visitor elsewhere in the app.
    if (!byProbe && this.#isOfApp(to)) return client.conclude(as, asking, { due, start, response, complete });
    const line = this.#redirected(posted, {
      start,
      end: client.clock(),
      to,
      status: response.status,
      byProbe,
    });
    line.instance = response.headers[canonical(HEADERS.instance)];
    client.takeCookies(line, as.cookies, response);
    complete?.(line);
    client.record(as, line);
    if (line.strayed !== false) return line;
    this.#known.add(asking.op);
    const read = client.requestFor(landing, reading(asking.key));
    const readAt = client.clock();
    client.conclude(landing, reading(asking.key), {
      due: readAt,
      start: readAt,
      response: http.request('GET', to, null, read.params),
    });
    return line;
  }

  #atOnce(posted: Posted, landing: Session, { method, url, body, params }: Request): OperationLine {
    const { as, asking, due, complete } = posted;
    const client = this.#client;
    const jar = new http.CookieJar();
    // For all paths, as they are: the read goes to another one.
    for (const [name, value] of pairsIn(params.headers?.['Cookie'] ?? ''))
      jar.set(url, name, value, { path: '/' });
    const { Cookie: _, ...headers } = params.headers ?? {};
    const start = client.clock();
    const response: RefinedResponse<'text'> = http.request(method, url, body, {
      ...params,
      headers,
      jar,
      redirects: 1,
    });
    const end = client.clock();
    const by = BY.exec(response.url)?.[1];
    if (response.url === url || (by === undefined && this.#isOfApp(response.url)))
      return client.conclude(as, asking, { due, start, response, complete });
    // k6 tells the times of the last request only; when that was sent, the headers of the one before were there.
    const { blocked, duration } = response.timings;
    const readAt = Math.max(start + 2 * TICK_MS, end - blocked - duration);
    const line = this.#redirected(posted, {
      start,
      end: readAt - TICK_MS,
      to: response.url,
      status: 302,
      byProbe: by !== undefined,
    });
    line.instance = by;
    if (line.strayed !== false && (asking.op === 'regenerate' || by === undefined)) {
      // The new cookie is with the host that k6 did not reach; nor does k6 say whether it was the probe that sent there.
      line.outcome = 'info';
      line.error = 'redirected away from the app';
      // It was answered; where that leads is a finding of its own.
      line.expected = true;
    }
    for (const [name, [value = '']] of Object.entries(jar.cookiesForURL(url)))
      if (as.cookies.keep(name, value, url)) line.dropped = true;
    complete?.(line);
    client.record(as, line);
    if (line.strayed === false)
      client.conclude(landing, reading(asking.key), { due: readAt, start: readAt, response });
    return line;
  }

  #isOfApp(url: string): boolean {
    return this.#targets.has(hostAndPort(url));
  }

  /** A redirect of the probe says that the operation was done. */
  #redirected({ as, asking, due }: Posted, { start, end, to, status, byProbe }: Redirected): OperationLine {
    const { op, key, value } = asking;
    const strayed = this.#isOfApp(to) ? false : to.slice(0, 200);
    return {
      op,
      session: as.name,
      client: this.#client.id,
      key,
      value,
      ...(byProbe ? { outcome: 'ok' } : { outcome: 'info', error: `status ${status}, and not by the probe` }),
      due,
      start,
      end,
      status,
      strayed,
    };
  }
}

type Request = ReturnType<SessionClient['requestFor']>;

interface Redirected {
  start: number;
  end: number;
  /** Where it leads. */
  to: string;
  status: number;
  byProbe: boolean;
}
