import type { OperationLine } from '../../protocol/history.ts';
import {
  filledPath,
  placeholdersIn,
  sentBy,
  tokenIn,
  type Answered,
  type PageAction,
  type Pages,
  type User,
} from '../../protocol/pages.ts';
import { askApp } from './app-request.ts';
import type { Asking } from './asking.ts';
import type { Cookies } from './cookies.ts';
import type { SessionClient } from './session-client.ts';
import type { Addressed } from './session.ts';

/** What of an operation's line follows from its answer. */
export type Seen = Pick<OperationLine, 'outcome' | 'absent' | 'owner' | 'value' | 'error'>;

/** What became of a request: `seen` where that is known already, or else the answer, which the pages explain. */
export interface Sent extends Pick<OperationLine, 'instance' | 'refused' | 'dropped'> {
  status: number;
  seen?: Seen & { key?: string };
  answered?: Answered | undefined;
}

/** Asks an app for its pages as a user's browser does: with cookies, filled-in forms and the token of the last page. */
export class PageRequests {
  readonly #client: SessionClient;
  readonly #pages: Pages;
  readonly #user: User;
  #token: string | undefined;
  #number = 0;

  constructor(client: SessionClient, pages: Pages, user: User) {
    this.#client = client;
    this.#pages = pages;
    this.#user = user;
  }

  forgetToken(): void {
    this.#token = undefined;
  }

  /** From now on `{n}` stands for another number. */
  nextNumber(): void {
    this.#number++;
  }

  get(session: Addressed, path: string): Sent {
    return this.#request(session, { op: 'read', method: 'GET', path }, {}, null);
  }

  /** The same, but a token on that page is not taken over. */
  peek(session: Addressed, path: string): Sent {
    const token = this.#token;
    const sent = this.get(session, path);
    this.#token = token;
    return sent;
  }

  /**
   * Asks for the page of an action first, where it needs one for its token.
   * @param atHand is given the cookies that go with the action itself.
   */
  send(session: Addressed, action: PageAction, atHand?: (cookies: Cookies) => void): Sent {
    const before = action.page === undefined ? undefined : this.get(session, action.page);
    if (before !== undefined && (before.answered === undefined || before.answered.status >= 500))
      return {
        ...before,
        seen: before.seen ?? { outcome: 'info', error: `${action.page}: status ${before.status}` },
        answered: undefined,
      };
    if (placeholdersIn(action).includes('token') && this.#token === undefined)
      return {
        status: before?.status ?? 0,
        refused: before?.refused,
        seen: { outcome: 'info', error: 'no page had a token' },
      };
    const fillings = {
      ...this.#user,
      n: String(this.#number),
      ...(this.#token === undefined ? {} : { token: this.#token }),
    };
    const { headers, body } = sentBy(action, fillings);
    atHand?.(session.cookies);
    const sent = this.#request(
      session,
      { op: 'write', method: action.method, path: filledPath(action.path, fillings) },
      headers,
      body,
    );
    return { ...sent, refused: refusedOf(before) ?? sent.refused };
  }

  #request(session: Addressed, asking: Asking, own: Record<string, string>, body: string | null): Sent {
    const { failed, answered, ...sent } = askApp(this.#client, session, asking, { headers: own, body });
    if (answered === undefined) return { ...sent, ...(failed && { seen: failed }) };
    this.#token = tokenIn(this.#pages, answered.text) ?? this.#token;
    return { ...sent, answered };
  }
}

const refusedOf = (sent: Sent | undefined) => (typeof sent?.refused === 'string' ? sent.refused : undefined);
