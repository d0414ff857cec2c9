import { Jar } from '../../../protocol/cookies/jar.ts';
import { placeOf } from '../../../protocol/cookies/place.ts';
import { byOwnClock } from '../../../protocol/cookies/skew.ts';
import { endOf, parseSetCookie, shownHeader } from '../../../protocol/cookies/set-cookie.ts';
import {
  cameOf,
  filledPath,
  pagesOf,
  placeholdersIn,
  saidBy,
  sentBy,
  tokenIn,
  type Answered,
  type PageAction,
  type Pages,
  type Shown,
  type User,
} from '../../../protocol/pages.ts';
import { usageError, type HoldfastError } from '../../errors.ts';
import { ageOf } from './age.ts';
import { ask } from './ask.ts';

/** What was seen of an app's sessions by a visit to its pages. */
export interface SeenPages {
  /** How long the cookies that a login gave live; null: until the browser is closed. */
  ttlMs: number | null;
  /** Why a browser would not keep one of them, with the header. */
  refused: string | undefined;
}

/** Of so many adds, two in a row are seen by the cart, or it shows something else than how many there were. */
const ADDS = 6;

/**
 * Visits an app once, by its pages, as clients will: every answer is to be one that the patterns explain. Rejects with
 * the first that they do not, and with a cart that does not count what is added: then nothing that clients see would
 * mean anything.
 */
export async function lookAtPages(
  target: string,
  given: Pages,
  { signal, ttlMs }: { signal: AbortSignal; ttlMs: number | undefined },
): Promise<SeenPages> {
  const pages = pagesOf(given, given.users[0] as User);
  const visit = new Visit(target, pages, signal);
  if (pages.signUp) await visit.send('signUp', pages.signUp);
  visit.forgetCookies();
  visit.assertDone('login', pages.login, await visit.send('login', pages.login));
  if (visit.given.length === 0)
    throw usageError(`the login of ${target} gave no cookie, so that nobody stays signed in`, {
      next: 'the address that browsers use: a secure cookie goes out by https only, or behind a trusted proxy',
    });
  const user = await visit.shown('account', pages.account);
  const [first] = pages.users;
  if (user !== first?.name)
    throw usageError(`account: ${pages.account.path} shows "${user}" to the user "${first?.name}"`, {
      next: 'account.shows with the group around the name, and the names of users as the page has them',
    });
  const age = ttlMs ?? visit.age;
  if (pages.add && pages.cart) await assertCounts(visit, pages.add, pages.cart);
  if (pages.logout) {
    const answered = await visit.send('logout', pages.logout);
    if ('unexplained' in Object(cameOf(pages.logout, { signedOut: [] }, answered)))
      throw visit.notExplained('logout', pages.logout, answered);
  }
  visit.forgetCookies();
  const answered = await visit.get(pages.account.path);
  if (!('signedOut' in saidBy(pages.account, pages, answered)))
    throw usageError(
      `account: without a cookie, ${pages.account.path} does not say that nobody is signed in: ${whatCame(answered)}`,
      {
        next: 'signedOut with where it redirects to, its status, or a pattern of what it says',
      },
    );
  return { ttlMs: age, refused: visit.refused };
}

async function assertCounts(visit: Visit, add: PageAction, cart: Shown): Promise<void> {
  const counts = [await visit.count(cart)];
  for (let adds = 1; adds <= ADDS; adds++) {
    visit.assertDone('add', add, await visit.send('add', add));
    counts.push(await visit.count(cart));
    const [before = 0, between = 0, last = 0] = counts.slice(-3);
    if (counts.length >= 3 && between === before + 1 && last === between + 1) return;
  }
  throw usageError(
    `cart: ${cart.path} showed ${counts.join(', ')} while one thing after the other was added`,
    {
      next: 'each add is to add one to what cart.shows captures: another thing each time ({n} in its form), or another number of the page; an app that forgets what is added looks the same',
    },
  );
}

class Visit {
  readonly #target: string;
  readonly #pages: Pages;
  readonly #user: User;
  readonly #signal: AbortSignal;
  #jar = new Jar();
  #token: string | undefined;
  #sent = 0;
  /** Set-Cookie headers since the cookies were last forgotten. */
  given: string[] = [];
  refused: string | undefined;
  /** Of each cookie that was given and not taken back. */
  readonly #ages = new Map<string, number>();

  constructor(target: string, pages: Pages, signal: AbortSignal) {
    this.#target = target;
    this.#pages = pages;
    this.#user = pages.users[0] as User;
    this.#signal = signal;
  }

  forgetCookies(): void {
    this.#jar = new Jar();
    this.#token = undefined;
    this.given = [];
    this.#ages.clear();
  }

  /** How long the cookies live; null: until the browser is closed. Throws where they differ: one of them is not the session's. */
  get age(): number | null {
    return ageOf(this.#ages, 'ttl with how long a login lasts, such as ttl: 30m');
  }

  get = (path: string): Promise<Answered> => this.#ask(path, 'GET', {}, null);

  async send(name: string, action: PageAction): Promise<Answered> {
    if (action.page !== undefined) await this.get(action.page);
    if (placeholdersIn(action).includes('token') && this.#token === undefined)
      throw usageError(`${name}: no page had a token by the pattern ${this.#pages.token ?? ''}`, {
        next: `${name}.page with the page that has the form, and token with the pattern of its token, such as 'name="_csrf" value="([^"]+)"'`,
      });
    const token = this.#token === undefined ? {} : { token: this.#token };
    const fillings = { ...this.#user, ...token, n: String(++this.#sent) };
    const { headers, body } = sentBy(action, fillings);
    return this.#ask(filledPath(action.path, fillings), action.method, headers, body);
  }

  assertDone(name: string, action: PageAction, answered: Answered): void {
    if (cameOf(action, this.#pages, answered) !== 'done') throw this.notExplained(name, action, answered);
  }

  notExplained(name: string, { method, path, done }: PageAction, answered: Answered): HoldfastError {
    return usageError(
      `${name}: ${method} ${path} was not answered as ${name}.done says (${done}): ${whatCame(answered)}`,
      { next: this.#nextFor(name, answered.status) },
    );
  }

  #nextFor(name: string, status: number): string {
    if (status >= 500) return 'see what the app printed: it says itself that it failed at this request';
    if ([403, 419].includes(status) && this.#pages.token === undefined)
      return `token with the pattern of its CSRF token, and {token} in ${name}.form`;
    return `${name}.done with where it redirects to (/path), its status, or a pattern of what it says; and what ${name} sends`;
  }

  async shown(name: string, page: Shown): Promise<string> {
    const answered = await this.get(page.path);
    const said = saidBy(page, this.#pages, answered);
    if ('shows' in said) return said.shows;
    const lost = 'signedOut' in said ? this.#whyUnknownAt(page.path) : undefined;
    const why = lost?.why ?? ('signedOut' in said ? '' : said.unexplained);
    throw usageError(`${name}: ${page.path} does not show ${page.shows} to a user who is signed in: ${why}`, {
      next: lost?.next ?? `${name}.shows with a pattern of that page, signedOut with what others get`,
    });
  }

  /** Why the app does not know the user at a path: a cookie that never gets there is no matter of patterns. */
  #whyUnknownAt(path: string): { why: string; next: string } {
    const why = 'it says that nobody is signed in';
    const fitting = 'the address that browsers use, or in the app a cookie whose domain, path and age fit it';
    if (this.refused !== undefined)
      return { why: `${why}, and browsers would not keep a cookie: ${this.refused}`, next: fitting };
    if (this.#jar.shownAt(placeOf(this.#target + path), Date.now()).length === 0)
      return { why: `${why}, and no cookie that the app gave goes there`, next: fitting };
    return {
      why,
      next: 'users that the app knows; login.done with what only a login that succeeds is answered; signedOut with what no user who is signed in gets',
    };
  }

  async count(cart: Shown): Promise<number> {
    const text = await this.shown('cart', cart);
    const count = Number(text);
    if (Number.isInteger(count)) return count;
    throw usageError(`cart: ${cart.path} shows "${text}", which is no number`, {
      next: 'cart.shows with the group around how many things there are',
    });
  }

  async #ask(
    path: string,
    method: string,
    own: Record<string, string>,
    body: string | null,
  ): Promise<Answered> {
    const url = this.#target + path;
    const place = placeOf(url);
    const cookie = this.#jar
      .shownAt(place, Date.now())
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
    const answer = await ask(this.#target, path, {
      method,
      headers: {
        accept: 'text/html,application/json',
        ...(cookie === '' ? {} : { cookie }),
        ...(method === 'GET' ? {} : { origin: this.#target, referer: url }),
        ...own,
      },
      ...(body === null ? {} : { body }),
      signal: this.#signal,
    });
    for (const header of answer.setCookies) this.#take(header, url, answer.aheadMs);
    this.#token = tokenIn(this.#pages, answer.text) ?? this.#token;
    return { status: answer.status, location: answer.location ?? undefined, text: answer.text, url };
  }

  #take(header: string, url: string, aheadMs: number): void {
    this.given.push(header);
    const parsed = parseSetCookie(header);
    const refuse = (why: string) => (this.refused ??= `${why} (Set-Cookie: ${shownHeader(header)})`);
    if ('unreadable' in parsed) {
      refuse(parsed.unreadable);
      return;
    }
    const cookie = byOwnClock(parsed, aheadMs);
    const now = Date.now();
    const why = this.#jar.take(cookie, placeOf(url), now);
    if (why !== undefined) refuse(why);
    const lastsMs = endOf(cookie, now) - now;
    if (lastsMs > 0) this.#ages.set(cookie.name, lastsMs);
    else this.#ages.delete(cookie.name);
  }
}

function whatCame({ status, location, text }: Answered): string {
  if (location !== undefined) return `it answered ${status}, to ${location.slice(0, 200)}`;
  const words = text
    .replaceAll(/<(script|style)[^]*?<\/\1>|<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return `it answered ${status}${words === '' ? '' : `: ${words.slice(0, 160)}`}`;
}
