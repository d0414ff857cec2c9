import http, { type RefinedResponse } from 'k6/http';
import { splitHeaders } from '../../protocol/cookies/set-cookie.ts';
import { aheadOf } from '../../protocol/cookies/skew.ts';
import type { OperationLine, Value } from '../../protocol/history.ts';
import { askingEndsMs } from '../../protocol/limits.ts';
import { HEADERS } from '../../protocol/routes.ts';
import { canonical, seenIn } from './answer.ts';
import {
  creating,
  destroying,
  incrementing,
  loggingIn,
  reading,
  refused,
  removing,
  writing,
  type Asking,
  type First,
} from './asking.ts';
import type { Cookies, Taken } from './cookies.ts';
import type { Recorder } from './impression.ts';
import { requestOf } from './request.ts';
import { replacing, settleReplaced } from './replacing.ts';
import { isAnyOf, Session, type Addressed } from './session.ts';
import type { Settings } from './settings.ts';

const UNREAD_HEADER = canonical(HEADERS.unread);

/** What one client does over HTTP; every operation is recorded, and its line returned. */
export class SessionClient {
  readonly id: string;
  readonly #settings: Settings;
  readonly clock: () => number;
  readonly #record: Recorder;
  readonly #random: () => number;
  #endsMs: number;
  #unread = 0;
  /** Since when it has been asking without any answer. */
  #silentSinceMs: number | undefined;

  constructor(id: string, settings: Settings, { clock, record, random }: Tools) {
    this.id = id;
    this.#settings = settings;
    this.clock = clock;
    this.#record = record;
    this.#random = random;
    this.#endsMs = askingEndsMs(settings);
  }

  /** Answers that found no session, although the store had that of the cookie: it is signed with another secret. */
  get unread(): number {
    return this.#unread;
  }

  /** For how long it has asked and got no answer at all. */
  get silentMs(): number {
    return this.#silentSinceMs === undefined ? 0 : this.clock() - this.#silentSinceMs;
  }

  /** Whether it asks for nothing any more. */
  get isOver(): boolean {
    return this.clock() > this.#endsMs;
  }

  /** Asks for so much longer than it would, from now on. */
  goOn(ms: number): void {
    this.#endsMs = Math.max(this.#endsMs, this.clock() + ms + this.#settings.timeoutMs);
  }

  /** Somebody else, who acts when this client does. */
  another(id: string): SessionClient {
    return new SessionClient(id, this.#settings, {
      clock: this.clock,
      record: this.#record,
      random: this.#random,
    });
  }

  /** Makes a session that the app does not know yet; with cookies, the app is shown those at its creation. */
  open(name: string, cookies?: Cookies): Session {
    const { instances, ttlMs, rolling } = this.#settings;
    const life = { ttlMs, rolling };
    return new Session(name, { home: this.anyTarget(), instances, life, ...(cookies && { cookies }) });
  }

  create(session: Session, due: number, first?: First, isLast?: IsLast): OperationLine {
    const shown = session.cookies.ids();
    return this.ask(
      session,
      creating(session.name, first, this.#settings.bytes || undefined),
      due,
      (line) => {
        if (shown.length > 0 && line.outcome === 'ok') line.idChosen = isAnyOf(shown, session);
      },
      isLast,
    );
  }

  /**
   * Logs in: a session of another name takes the place of this one, which keeps its old cookies. There is none
   * unless the login was acknowledged: what the client then has to show are cookies of the old session.
   */
  logIn(
    session: Session,
    name: string,
    due: number,
    first: First,
    isLast?: IsLast,
  ): { line: OperationLine; next: Session | undefined } {
    const { next, as, complete } = replacing(session, name);
    const line = this.ask(as, loggingIn(name, first), due, complete, isLast);
    settleReplaced(session, next, line);
    return { line, next: line.outcome === 'ok' ? next : undefined };
  }

  write(session: Session, key: string, value: Value, due: number, isLast?: IsLast): OperationLine {
    return this.ask(session, writing(key, value), due, undefined, isLast);
  }

  writeRefused(session: Session, key: string, value: Value, due: number): OperationLine {
    return this.ask(session, refused(key, value), due);
  }

  increment(session: Session, key: string, due: number): OperationLine {
    return this.ask(session, incrementing(key), due);
  }

  remove(session: Session, key: string, due: number): OperationLine {
    return this.ask(session, removing(key), due);
  }

  read(session: Session, key: string, due: number, isLast?: IsLast): OperationLine {
    return this.ask(session, reading(key), due, undefined, isLast);
  }

  destroy(session: Session, due: number, isLast?: IsLast): OperationLine {
    return this.ask(session, destroying(), due, undefined, isLast);
  }

  /** Does one operation and waits for its answer. */
  ask(
    session: Addressed,
    asking: Asking,
    due: number,
    complete?: (line: OperationLine) => void,
    isLast?: IsLast,
  ): OperationLine {
    const { method, url, body, params } = this.requestFor(session, asking);
    const start = this.clock();
    const response = http.request(method, url, body, params);
    return this.conclude(session, asking, { due, start, response, complete, isLast });
  }

  /**
   * Does several operations of one session at once. Each ends when this client has taken in its answer: later than
   * it came, if anything, so that an interval never ends before its operation had.
   */
  together(session: Session, askings: readonly Asking[], due: number): Promise<OperationLine[]> {
    // All of them, or, when the client's time is over, none.
    const requests = askings.map((asking) => ({ asking, ...this.requestFor(session, asking) }));
    const sent = requests.map(async ({ asking, method, url, body, params }) => {
      const start = this.clock();
      const response = await http.asyncRequest(method, url, body, params);
      return this.conclude(session, asking, { due, start, response });
    });
    return Promise.all(sent);
  }

  /** The request of an operation, for those who send it in a way of their own. Throws `TimeUp` when it is too late. */
  requestFor({ cookies, home }: Addressed, asking: Asking) {
    if (this.isOver) throw new TimeUp();
    const { balance, timeoutMs } = this.#settings;
    const target = balance === 'sticky' ? home : this.anyTarget();
    const request = requestOf(asking, { target, cookie: cookies.header(Date.now()), timeoutMs });
    cookies.compare(this.#asOne(request.url), Date.now());
    return request;
  }

  /** Takes in the answer to an operation, which ends now. */
  conclude(
    session: Addressed,
    asking: Asking,
    { due, start, response, complete, isLast }: Sent,
  ): OperationLine {
    const end = this.clock();
    const { name, cookies, owner = name } = session;
    const line: OperationLine = {
      ...seenIn(asking, response, owner),
      session: name,
      client: this.id,
      due,
      start,
      end,
    };
    this.takeCookies(line, cookies, response);
    complete?.(line);
    this.record(session, line, isLast);
    return line;
  }

  /** Takes in the cookies of a response, and says in the operation's line what a browser would have made of them. */
  takeCookies(line: OperationLine, cookies: Cookies, { headers, url }: RefinedResponse<'text'>): void {
    Object.assign(line, this.cookiesTaken(cookies, headers, url));
    line.refused = cookies.takeRefusal() ?? line.refused;
    if (line.absent && headers[UNREAD_HEADER] !== undefined) this.#unread++;
    // Nobody knows of which session it is that there is none.
    if (line.absent && cookies.isDoubtful) {
      line.outcome = 'info';
      // It was answered, for all that is known as it should be.
      line.expected = true;
    }
  }

  /** What a browser would have made of the cookies of a response; the client keeps them. Nothing where it has none. */
  cookiesTaken(cookies: Cookies, headers: Readonly<Record<string, string>>, url: string): Partial<Taken> {
    // k6 gives all of them as one.
    const given = headers['Set-Cookie'];
    if (given === undefined) return {};
    const nowMs = Date.now();
    const ahead = this.#settings.clocksDiffer ? 'unknown' : aheadOf(headers['Date'], nowMs);
    return cookies.take(splitHeaders(given), this.#asOne(url), nowMs, ahead);
  }

  /** Several targets stand for one app behind a balancer: visitors know a single host. */
  #asOne(url: string): string {
    const [first = ''] = this.#settings.targets;
    return first + url.replace(/^\w+:\/\/[^/?#]*/, '');
  }

  record(session: Addressed, line: OperationLine, isLast?: IsLast): void {
    const impression = session instanceof Session ? session.settle(line) : {};
    if (isLast?.(line)) line.last = true;
    if (line.status === 0) this.#silentSinceMs ??= line.start;
    else this.#silentSinceMs = undefined;
    this.#record(line, impression);
  }

  anyTarget(): string {
    const { targets } = this.#settings;
    return targets[Math.floor(this.#random() * targets.length)] as string;
  }
}

/** The client's time is over: it leaves undone what it had still to do. */
export class TimeUp extends Error {}

interface Tools {
  clock: () => number;
  record: Recorder;
  random: () => number;
}

interface Sent {
  due: number;
  start: number;
  response: RefinedResponse<'text'>;
  complete?: ((line: OperationLine) => void) | undefined;
  isLast?: IsLast | undefined;
}

/** Whether no later operation of the session follows this one; asked when it has been taken in. */
export type IsLast = (line: OperationLine) => boolean;
