import type { OperationKind, OperationLine, Value } from '../../protocol/history.ts';
import type { Act, Ask, Came, Look, Shown } from '../../protocol/script.ts';
import type { Cookies } from './cookies.ts';
import { unlessOk } from './leaving.ts';
import type { Seen } from './page-requests.ts';
import { attempt, type Attempt } from './script-ask.ts';
import { assertValue, Mistake, notAsAsked, written } from './script-mistake.ts';
import type { IsLast, SessionClient } from './session-client.ts';
import type { Addressed, Session } from './session.ts';
import type { Settings } from './settings.ts';

/** What is known of a session beyond its cookies. */
interface Known {
  user: string | undefined;
  /** By the key that each looks at. */
  looks: Map<string, Look>;
  /** Of numbers of which the app keeps count: what they began with, where that was seen. */
  bases: Map<string, number | undefined>;
}

/** A change as the history has it, and the step of the script that makes it. */
interface Change {
  step: string;
  op: OperationKind;
  key?: string;
  value?: Value;
}

interface Meanwhile {
  isLast?: IsLast | undefined;
  /** Adds to the line what is known only after it has ended; with the cookies that went along. */
  complete?: (line: OperationLine, before: Cookies | undefined) => void;
}

/** What a session that somebody logged in to shows of who that is. */
export const USER = 'user';

/** Does what a script says as operations of the history; every one is recorded, and its line returned. */
export class ScriptClient {
  readonly #client: SessionClient;
  readonly #targets: readonly string[];
  readonly #known = new WeakMap<Session, Known>();
  /** Of an earlier session: what a login gives is not looked at before. */
  #userLook: Look | undefined;

  constructor(client: SessionClient, { targets }: Settings) {
    this.#client = client;
    this.#targets = targets;
  }

  /** The session begins here: what the app knew of its client before is nobody's. */
  begin(session: Session, user: string | undefined, act: Act, due: number): OperationLine {
    this.#known.set(session, { user, looks: new Map(), bases: new Map() });
    if (user === undefined)
      return this.change(session, { step: 'begin', op: 'create' }, act, due, { isLast: unlessOk });
    const login = { step: 'login', op: 'create', key: USER, value: user } as const;
    return this.change(session, login, act, due, {
      isLast: unlessOk,
      complete: (line, before) => {
        if (line.outcome === 'ok' && before !== undefined && before.ids().length > 0)
          line.idChosen = this.#isSignedInBy(before, session, user, line.instance);
      },
    });
  }

  change(
    session: Session,
    { step, ...doing }: Change,
    act: Act,
    due: number,
    meanwhile: Meanwhile = {},
  ): OperationLine {
    const where = written(step, step === 'login' ? String(doing.value) : doing.key);
    return this.#record(session, doing, due, meanwhile, () => {
      const came = this.#attempt(session, where, act);
      return { came, seen: came.failed ?? seenOfChange(doing.op, came, where) };
    });
  }

  /** From now on the session is looked at by this. A number of which the app keeps count begins with what it shows first. */
  by(session: Session, key: string, look: Look, { isCount }: { isCount: boolean }): void {
    const { looks, bases, user } = this.#knownOf(session);
    looks.set(key, look);
    if (isCount && !bases.has(key)) bases.set(key, undefined);
    if (key === USER && user !== undefined) this.#userLook = look;
  }

  look(session: Session, key: string, due: number, isLast?: IsLast): OperationLine {
    const { looks, bases, user } = this.#knownOf(session);
    const isCount = bases.has(key);
    const where = written(isCount ? 'count' : 'read', key);
    // What an account had in it before is nothing of this session's: the first look says only that the session is there.
    const isFirst = isCount && bases.get(key) === undefined;
    return this.#record(session, { op: 'read', key: isFirst ? undefined : key }, due, { isLast }, () => {
      const came = this.#attempt(session, where, looks.get(key) as Look);
      const seen: Seen = came.failed ?? seenByLook(came, where);
      if (seen.value === undefined) return { came, seen };
      if (key === USER && user !== undefined && seen.value !== user) seen.owner = String(seen.value);
      if (!isCount) return { came, seen };
      if (!Number.isInteger(seen.value))
        throw notAsAsked(where, '{ value: a whole number }', { value: seen.value });
      if (isFirst) bases.set(key, Number(seen.value));
      const { value, ...rest } = seen;
      // None were added: the history has nothing there.
      const added = Number(value) - (bases.get(key) ?? 0) || null;
      return { came, seen: isFirst ? rest : { ...rest, value: added } };
    });
  }

  /** What such a number began with; undefined where that was not seen. */
  baseOf(session: Session, key: string): number | undefined {
    return this.#knownOf(session).bases.get(key);
  }

  /** Keys of the numbers of a session of which the app keeps count. */
  countsOf(session: Session): string[] {
    return [...this.#knownOf(session).bases.keys()];
  }

  /** The same session, by one who shows these cookies. */
  shown(session: Session, cookies: Cookies, name = session.name): Session {
    const copy = this.#client.open(name, cookies);
    this.#known.set(copy, this.#knownOf(session));
    return copy;
  }

  /** What a session can be looked at by once more; the user first. */
  keysOf(session: Session): string[] {
    const keys = [...(this.#known.get(session)?.looks.keys() ?? [])];
    return keys.toSorted((one, other) => Number(other === USER) - Number(one === USER));
  }

  #knownOf(session: Session): Known {
    return this.#known.get(session) as Known;
  }

  /** Undefined where it cannot be told: the answer says nothing, or comes of another instance than the login. */
  #isSignedInBy(
    cookies: Cookies,
    { name, home }: Session,
    user: string,
    instance: string | undefined,
  ): boolean | undefined {
    if (this.#userLook === undefined) return undefined;
    const {
      returned,
      failed,
      instance: asked,
    } = this.#attempt({ name, cookies, home }, written('read', USER), this.#userLook);
    if (failed !== undefined || returned === undefined) return undefined;
    if (returned === 'gone') return asked === instance ? false : undefined;
    return returned.value === user ? true : undefined;
  }

  #attempt<Returned>(session: Addressed, where: string, work: (ask: Ask) => Returned): Attempt<Returned> {
    const came = attempt(this.#client, session, this.#targets, work);
    if (came.status === undefined) throw new Mistake(`${where} asked the app for nothing`);
    return came;
  }

  #record(
    session: Session,
    doing: { op: OperationKind; key?: string | undefined; value?: Value },
    due: number,
    { isLast, complete }: Meanwhile,
    act: () => { came: Attempt<unknown>; seen: Seen },
  ): OperationLine {
    const { clock, id } = this.#client;
    const start = clock();
    const { came, seen } = act();
    const { status, instance, refused, dropped, before } = came;
    const who = { session: session.name, client: id };
    const times = { due, start, end: clock() };
    const line: OperationLine = { ...doing, ...seen, ...who, ...times, status, instance, refused, dropped };
    // Nobody knows of which session it is that there is none.
    if (line.absent && session.cookies.isDoubtful) {
      line.outcome = 'info';
      line.expected = true;
    }
    complete?.(line, before);
    this.#client.record(session, line, isLast);
    return line;
  }
}

function seenOfChange(op: OperationKind, { returned, status }: Attempt<Came>, where: string): Seen {
  if (returned === 'done') return { outcome: 'ok' };
  if (returned === 'gone')
    return op === 'create'
      ? { outcome: 'info', error: 'the app did not let its user in' }
      : { outcome: 'fail', absent: true };
  if (returned === undefined) return unexplained(status);
  throw notAsAsked(where, "'done', 'gone' or undefined", returned);
}

function seenByLook({ returned, status }: Attempt<Shown>, where: string): Seen {
  if (returned === 'gone') return { outcome: 'ok', absent: true };
  if (returned === undefined) return unexplained(status);
  if (typeof returned !== 'object' || returned === null || !('value' in returned))
    throw notAsAsked(where, "{ value }, 'gone' or undefined", returned);
  const { value } = returned;
  assertValue(`what ${where} shows`, value);
  return { outcome: 'ok', value };
}

const unexplained = (status: number | undefined): Seen => ({
  outcome: 'info',
  error: `status ${status}, which the script does not explain`,
});
