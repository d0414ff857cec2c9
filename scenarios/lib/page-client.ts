import type { OperationKind, OperationLine, Value } from '../../protocol/history.ts';
import {
  cameOf,
  pagesOf,
  saidBy,
  type PageAction,
  type Pages,
  type Shown,
  type User,
} from '../../protocol/pages.ts';
import type { Cookies } from './cookies.ts';
import { PageRequests, type Seen, type Sent } from './page-requests.ts';
import type { IsLast, SessionClient } from './session-client.ts';
import type { Addressed, Session } from './session.ts';

/** One user who visits an app by its own pages; every operation is recorded, and its line returned. */
export class PageClient {
  readonly #client: SessionClient;
  readonly #pages: Pages;
  readonly #user: User;
  readonly #requests: PageRequests;
  readonly #names: ReadonlySet<string>;
  /** What the cart showed when a session looked at it first. */
  readonly #before = new WeakMap<Session, number>();

  constructor(client: SessionClient, pages: Pages, user: User) {
    this.#client = client;
    this.#pages = pagesOf(pages, user);
    this.#user = user;
    this.#requests = new PageRequests(client, this.#pages, user);
    this.#names = new Set(pages.users.map(({ name }) => name));
  }

  /** Makes the account; nothing is said of it where that was refused. */
  signUp(session: Session): void {
    const { signUp } = this.#pages;
    if (signUp !== undefined) this.#requests.send(session, signUp);
    this.#requests.forgetToken();
  }

  /**
   * The session begins here: what the app knew of its client before is nobody's. Whoever knew the cookies that it gave
   * out with the page of the login must not be signed in by them now: they may have been put there by somebody else.
   */
  logIn(session: Session, due: number, isLast?: IsLast): OperationLine {
    this.#requests.forgetToken();
    const doing = { op: 'create', key: 'user', value: this.#user.name } as const;
    let before: Cookies | undefined;
    return this.#do(session, this.#pages.login, doing, due, {
      isLast,
      atHand: (cookies) => (before = cookies.copy()),
      complete: (line) => {
        if (line.outcome === 'ok' && before !== undefined && before.ids().length > 0)
          line.idChosen = this.#isSignedInBy(before, session, line.instance);
      },
    });
  }

  /** Undefined where it cannot be told: the answer is not explained, or comes of another instance than the login. */
  #isSignedInBy(
    cookies: Cookies,
    { name, home }: Session,
    instance: string | undefined,
  ): boolean | undefined {
    const { account } = this.#pages;
    const { answered, ...sent } = this.#requests.peek({ name, cookies, home }, account.path);
    const said = answered && saidBy(account, this.#pages, answered);
    if (said === undefined || 'unexplained' in said) return undefined;
    if ('shows' in said) return said.shows === this.#user.name ? true : undefined;
    return sent.instance === instance ? false : undefined;
  }

  account(session: Addressed, due: number, isLast?: IsLast): OperationLine {
    return this.#look(session, this.#pages.account, due, isLast, (shown) => {
      const { name } = this.#user;
      if (shown === name) return { key: 'user', outcome: 'ok', value: name };
      if (this.#names.has(shown)) return { key: 'user', outcome: 'ok', value: shown, owner: shown };
      return { outcome: 'info', error: `the page shows "${shown.slice(0, 40)}", which is none of the users` };
    });
  }

  /**
   * How many things the cart shows. What an account had in it before is nothing of this session's: the first look says
   * only that the session is there, and a later one that shows no more shows nothing.
   */
  cart(session: Session, due: number): { line: OperationLine; count: number | undefined } {
    let count: number | undefined;
    const before = this.#before.get(session);
    const line = this.#look(session, this.#pages.cart as Shown, due, undefined, (shown) => {
      count = Number(shown);
      if (!Number.isInteger(count))
        return { outcome: 'info', error: `the cart shows no number: "${shown.slice(0, 40)}"` };
      if (before === undefined) return { outcome: 'ok' };
      return { key: 'cart', outcome: 'ok', value: count === before ? null : count };
    });
    if (line.outcome !== 'ok' || line.absent || count === undefined) return { line, count: undefined };
    if (before === undefined) this.#before.set(session, count);
    return { line, count };
  }

  /** @param count what the cart is to show after it. */
  add(session: Session, count: number, due: number): OperationLine {
    this.#requests.nextNumber();
    return this.#do(
      session,
      this.#pages.add as PageAction,
      { op: 'write', key: 'cart', value: count },
      due,
      {},
    );
  }

  logOut(session: Session, due: number, isLast?: IsLast): OperationLine {
    return this.#do(session, this.#pages.logout as PageAction, { op: 'destroy' }, due, { isLast });
  }

  #do(
    session: Session,
    action: PageAction,
    doing: { op: OperationKind; key?: string; value?: Value },
    due: number,
    { isLast, atHand, complete }: Meanwhile,
  ): OperationLine {
    const act = (): Sent => {
      const { answered, ...sent } = this.#requests.send(session, action, atHand);
      if (answered === undefined) return sent;
      // Where an app sends to the same place whoever logs out, signed in or not, it was done.
      const isOut = doing.op === 'destroy' ? { signedOut: [] } : this.#pages;
      const came = cameOf(action, isOut, answered);
      if (came === 'done') return { ...sent, seen: { outcome: 'ok' } };
      if (came === 'signed out')
        return doing.op === 'create'
          ? { ...sent, seen: { outcome: 'info', error: 'the app did not let its user in' } }
          : { ...sent, seen: { outcome: 'fail', absent: true } };
      return { ...sent, seen: { outcome: 'info', error: came.unexplained } };
    };
    return this.#record(session, doing, due, isLast, act, complete);
  }

  #look(
    session: Addressed,
    page: Shown,
    due: number,
    isLast: IsLast | undefined,
    seenIn: (shown: string) => Seen & { key?: string },
  ): OperationLine {
    return this.#record(
      session,
      { op: 'read', key: page === this.#pages.account ? 'user' : undefined },
      due,
      isLast,
      () => {
        const { answered, ...sent } = this.#requests.get(session, page.path);
        if (answered === undefined) return sent;
        const said = saidBy(page, this.#pages, answered);
        if ('shows' in said) return { ...sent, seen: seenIn(said.shows) };
        if ('signedOut' in said) return { ...sent, seen: { outcome: 'ok', absent: true } };
        return { ...sent, seen: { outcome: 'info', error: said.unexplained } };
      },
    );
  }

  #record(
    session: Addressed,
    doing: { op: OperationKind; key?: string | undefined; value?: Value },
    due: number,
    isLast: IsLast | undefined,
    act: () => Sent,
    complete?: Meanwhile['complete'],
  ): OperationLine {
    const { clock, id } = this.#client;
    const start = clock();
    const { seen = { outcome: 'info' }, status, instance, refused, dropped } = act();
    const line: OperationLine = {
      ...doing,
      ...seen,
      session: session.name,
      client: id,
      due,
      start,
      end: clock(),
      status,
      instance,
      refused,
      dropped,
    };
    if (line.absent && session.cookies.isDoubtful) {
      line.outcome = 'info';
      line.expected = true;
    }
    complete?.(line);
    this.#client.record(session, line, isLast);
    return line;
  }
}

interface Meanwhile {
  isLast?: IsLast | undefined;
  /** Told of the cookies that go with the action itself. */
  atHand?: ((cookies: Cookies) => void) | undefined;
  /** Adds to the line what is known only after it has ended. */
  complete?: ((line: OperationLine) => void) | undefined;
}
