import http, { type RefinedResponse } from 'k6/http';
import type { OperationLine, Value } from '../../protocol/history.ts';
import { ROUTES } from '../../protocol/routes.ts';
import { seenIn } from './answer.ts';
import { destroying, incrementing, reading, refused, removing, writing, type Asking } from './asking.ts';
import type { Cookies, SentCookie } from './cookies.ts';
import type { Record } from './recorder.ts';
import { requestOf } from './request.ts';
import { Session } from './session.ts';
import type { Settings } from './settings.ts';

/** A value that a session is to hold from the start. */
interface First {
  key: string;
  value: Value;
}

/** What one client does over HTTP; every operation is recorded, and its line returned. */
export class SessionClient {
  readonly id: string;
  readonly #settings: Settings;
  readonly #clock: () => number;
  readonly #record: Record;
  readonly #random: () => number;

  constructor(
    id: string,
    settings: Settings,
    tools: { clock: () => number; record: Record; random: () => number },
  ) {
    this.id = id;
    this.#settings = settings;
    this.#clock = tools.clock;
    this.#record = tools.record;
    this.#random = tools.random;
  }

  /** Makes a session that the app does not know yet; with cookies, the app is shown those at its creation. */
  open(name: string, cookies?: Cookies): Session {
    return new Session(name, this.#anyTarget(), cookies);
  }

  create(session: Session, due: number, first?: First): OperationLine {
    const body = { owner: session.name, ...first, bytes: this.#settings.bytes || undefined };
    const shown = session.cookies.ids();
    return this.ask(
      session,
      { op: 'create', method: 'POST', path: ROUTES.session, ...first, body },
      due,
      (line) => {
        if (shown.length > 0 && line.outcome === 'ok') line.idChosen = isAnyOf(shown, session);
      },
    );
  }

  /** Logs in: a session of another name takes the place of this one, which keeps its old cookies. */
  logIn(session: Session, name: string, due: number, first: First): { line: OperationLine; next: Session } {
    const next = new Session(name, session.home, session.cookies.copy());
    const body = { owner: name, ...first };
    const asking: Asking = { op: 'regenerate', method: 'POST', path: ROUTES.login, ...first, body };
    const shown = session.cookies.ids();
    const { cookies, home } = next;
    const line = this.ask({ name: session.name, owner: name, cookies, home }, asking, due, (recorded) => {
      if (recorded.outcome !== 'ok') return;
      recorded.next = name;
      recorded.idKept = isAnyOf(shown, next);
    });
    session.settle(line);
    next.settle({ ...line, op: 'create' });
    return { line, next };
  }

  write(session: Session, key: string, value: Value, due: number): OperationLine {
    return this.ask(session, writing(key, value), due);
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

  read(session: Session, key: string, due: number): OperationLine {
    return this.ask(session, reading(key), due);
  }

  destroy(session: Session, due: number): OperationLine {
    return this.ask(session, destroying(), due);
  }

  /** Does one operation and waits for its answer. */
  ask(
    session: Addressed,
    asking: Asking,
    due: number,
    complete?: (line: OperationLine) => void,
  ): OperationLine {
    const { method, url, body, params } = this.#requestOf(session, asking);
    const start = this.#clock();
    const response = http.request(method, url, body, params);
    return this.#finish(session, asking, { due, start, response, complete });
  }

  /**
   * Does several operations of one session at once. Each ends when this client has taken in its answer: later than
   * it came, if anything, so that an interval never ends before its operation had.
   */
  together(session: Session, askings: readonly Asking[], due: number): Promise<OperationLine[]> {
    const sent = askings.map(async (asking) => {
      const { method, url, body, params } = this.#requestOf(session, asking);
      const start = this.#clock();
      const response = await http.asyncRequest(method, url, body, params);
      return this.#finish(session, asking, { due, start, response });
    });
    return Promise.all(sent);
  }

  #requestOf({ cookies, home }: Addressed, asking: Asking) {
    const { balance, timeoutMs } = this.#settings;
    const target = balance === 'sticky' ? home : this.#anyTarget();
    return requestOf(asking, { target, cookie: cookies.header(Date.now()), timeoutMs });
  }

  #finish(session: Addressed, asking: Asking, sent: Sent): OperationLine {
    const { due, start, response, complete } = sent;
    const end = this.#clock();
    const { name, cookies, owner = name } = session;
    const line: OperationLine = {
      ...seenIn(asking, response, owner),
      session: name,
      client: this.id,
      due,
      start,
      end,
    };
    const given = response.cookies as unknown as { [name: string]: SentCookie[] };
    if (Object.keys(given).length > 0) line.dropped = cookies.take(given, Date.now());
    complete?.(line);
    this.#record(line, session instanceof Session ? session.settle(line) : {});
    return line;
  }

  #anyTarget(): string {
    const { targets } = this.#settings;
    return targets[Math.floor(this.#random() * targets.length)] as string;
  }
}

/** What a request needs to know of its session. */
interface Addressed {
  name: string;
  cookies: Cookies;
  home: string;
  /** The owner's tag that the answer should carry, where it is not the session's name. */
  owner?: string;
}

interface Sent {
  due: number;
  start: number;
  response: RefinedResponse<'text'>;
  complete?: ((line: OperationLine) => void) | undefined;
}

const isAnyOf = (ids: readonly string[], { cookies }: Session) =>
  cookies.ids().some((id) => ids.includes(id));
