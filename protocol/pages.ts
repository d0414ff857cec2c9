/**
 * A visit to an app by its own pages, and what their answers say. A pattern is a regular expression. Whatever an answer
 * says that no pattern explains says nothing: neither that a session is there, nor that it is not.
 */

/** `/path`, `/path?query`: a redirect to there; a number: that status; other text: a page (2xx) that matches it as a pattern. */
export type Sign = string | number;

export const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const;

/** What is sent; texts may hold `{name}`, `{password}` and the other fields of a user, `{token}`, and `{n}`. */
export interface PageAction {
  method: (typeof METHODS)[number];
  path: string;
  /** A page that is fetched before it, for its token. */
  page?: string | undefined;
  form?: Readonly<Record<string, string>> | undefined;
  json?: Readonly<Record<string, string | number | boolean>> | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
  /** What its answer says where it was done. */
  done: Sign;
}

export interface Shown {
  path: string;
  /** A pattern with one group, which holds what the page shows. */
  shows: string;
}

/** A user of the app: a name, and whatever its forms ask for. */
export type User = Readonly<Record<string, string>> & { readonly name: string };

export interface Pages {
  /** One for each client. */
  users: readonly User[];
  /** A pattern with one group: the token of a form, on any page. */
  token?: string | undefined;
  /** By any of these the app says that nobody is signed in. */
  signedOut: readonly Sign[];
  /** Done once for each user before its first visit; whoever has an account already is refused, and that is well. */
  signUp?: PageAction | undefined;
  login: PageAction;
  /** Shows the name of who is signed in. */
  account: Shown;
  /** Adds one to the number that the cart shows. */
  add?: PageAction | undefined;
  cart?: Shown | undefined;
  logout?: PageAction | undefined;
}

/** What came of a request. */
export interface Answered {
  status: number;
  /** Of a redirect, as it came. */
  location?: string | undefined;
  text: string;
  /** The address that was asked. */
  url: string;
}

export function isSign(sign: Sign, answered: Answered): boolean {
  const { status, text } = answered;
  if (typeof sign === 'number') return status === sign;
  if (sign.startsWith('/')) return status >= 300 && status < 400 && leadsTo(sign, answered);
  return isPage(status) && new RegExp(sign).test(text);
}

const isPage = (status: number) => status >= 200 && status < 300;

/** Where in the app a redirect leads; undefined where it leads to another host. */
function placeOfRedirect({ location, url }: Answered): Place | undefined {
  if (location === undefined || location.startsWith('//')) return undefined;
  const [, origin = '', rest = ''] = /^(\w+:\/\/[^/?#]*)?(.*)/.exec(location) ?? [];
  const { path, query } = placeIn(rest);
  const [, own = '', at = '/'] = /^(\w+:\/\/[^/?#]*)([^?#]*)/.exec(url) ?? [];
  if (origin !== '' && hostOf(origin) !== hostOf(own)) return undefined;
  if (path.startsWith('/')) return { path, query };
  return { path: origin === '' ? at.slice(0, at.lastIndexOf('/') + 1) + path : '/', query };
}

interface Place {
  path: string;
  /** What is asked there; undefined: nothing. */
  query: string | undefined;
}

function placeIn(address: string): Place {
  const [, path = '', query] = /^([^?#]*)(?:\?([^#]*))?/.exec(address) ?? [];
  return { path, query };
}

/** Whether a redirect leads there. Without a query in what is expected, any will do; with one, the same in any order. */
function leadsTo(expected: string, answered: Answered): boolean {
  const place = placeOfRedirect(answered);
  const { path, query } = placeIn(expected);
  if (place?.path !== path) return false;
  return query === undefined || parametersIn(query) === parametersIn(place.query ?? '');
}

/** k6 has no URLSearchParams. */
const parametersIn = (query: string): string =>
  query
    .split('&')
    .map((parameter) => decoded(parameter.replaceAll('+', ' ')))
    .toSorted()
    .join('\n');

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const hostOf = (origin: string) => origin.toLowerCase().replace(/^https?:\/\//, '');

/** What a page says: what it shows, that nobody is signed in, or nothing that is understood. */
export type Said = { shows: string } | { signedOut: true } | { unexplained: string };

export function saidBy(page: Shown, { signedOut }: Pick<Pages, 'signedOut'>, answered: Answered): Said {
  const shows = isPage(answered.status) ? new RegExp(page.shows).exec(answered.text)?.[1] : undefined;
  const isOut = signedOut.some((sign) => isSign(sign, answered));
  if (shows !== undefined && isOut)
    return { unexplained: 'the page shows what it should, and that nobody is signed in' };
  if (shows !== undefined) return { shows };
  return isOut ? { signedOut: true } : { unexplained: whatCame(answered) };
}

/** What an answer to an action says: that it was done, that nobody was signed in, or nothing that is understood. */
export type Came = 'done' | 'signed out' | { unexplained: string };

export function cameOf(
  action: PageAction,
  { signedOut }: Pick<Pages, 'signedOut'>,
  answered: Answered,
): Came {
  const isDone = isSign(action.done, answered);
  const isOut = signedOut.some((sign) => isSign(sign, answered));
  if (isDone && isOut)
    return { unexplained: 'the answer says that it was done, and that nobody is signed in' };
  if (isDone) return 'done';
  return isOut ? 'signed out' : { unexplained: whatCame(answered) };
}

function whatCame({ status, location, text }: Answered): string {
  if (location !== undefined) return `status ${status} to ${location.slice(0, 100)}`;
  const words = text
    .replaceAll(/<(script|style)[^]*?<\/\1>|<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return `status ${status}${words === '' ? '' : `: ${words.slice(0, 80)}`}, which no pattern explains`;
}

/** The token on a page, if there is one. */
export const tokenIn = ({ token }: Pick<Pages, 'token'>, text: string): string | undefined =>
  token === undefined ? undefined : new RegExp(token).exec(text)?.[1];

type Fillings = Readonly<Record<string, string>>;

/** A text with its placeholders filled; one that nothing stands for is left as it is. */
const filled = (text: string, fillings: Fillings): string =>
  text.replaceAll(/\{(\w+)\}/g, (braces, name: string) => fillings[name] ?? braces);

/** The same in an address, where a word may hold anything. */
export const filledPath = (path: string, fillings: Fillings): string =>
  path.replaceAll(/\{(\w+)\}/g, (braces, name: string) =>
    fillings[name] === undefined ? braces : encodeURIComponent(fillings[name]),
  );

/** The same in a pattern, which then expects the word as it is. `{2}` is the pattern's own. */
const filledPattern = (pattern: string, fillings: Fillings): string =>
  pattern.replaceAll(/\{([A-Za-z_]\w*)\}/g, (braces, name: string) =>
    fillings[name] === undefined
      ? braces
      : fillings[name].replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`),
  );

function filledSign(sign: Sign, fillings: Fillings): Sign {
  if (typeof sign === 'number') return sign;
  return sign.startsWith('/') ? filledPath(sign, fillings) : filledPattern(sign, fillings);
}

/** The pages as one user meets them: with that user's own words in the addresses, and in what is expected of answers. */
export function pagesOf(pages: Pages, user: User): Pages {
  const action = ({ path, page, done, ...rest }: PageAction): PageAction => ({
    ...rest,
    path: filledPath(path, user),
    ...(page !== undefined && { page: filledPath(page, user) }),
    done: filledSign(done, user),
  });
  const shown = ({ path, shows }: Shown): Shown => ({
    path: filledPath(path, user),
    shows: filledPattern(shows, user),
  });
  const { signUp, login, account, add, cart, logout, signedOut } = pages;
  return {
    ...pages,
    signedOut: signedOut.map((sign) => filledSign(sign, user)),
    login: action(login),
    account: shown(account),
    ...(signUp && { signUp: action(signUp) }),
    ...(add && { add: action(add) }),
    ...(cart && { cart: shown(cart) }),
    ...(logout && { logout: action(logout) }),
  };
}

/** The placeholders that an action has. */
export const placeholdersIn = ({ path, form = {}, json = {}, headers = {} }: PageAction): string[] =>
  [path, ...Object.values(form), ...Object.values(json), ...Object.values(headers)].flatMap((text) =>
    [...String(text).matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
  );

/** The body of an action and the headers that go with it, filled. */
export function sentBy(
  { form, json, headers = {} }: PageAction,
  fillings: Fillings,
): { headers: Record<string, string>; body: string | null } {
  const own = Object.fromEntries(
    Object.entries(headers).map(([name, text]) => [name, filled(text, fillings)]),
  );
  if (json !== undefined) {
    const values = Object.entries(json).map(([name, value]) => [
      name,
      typeof value === 'string' ? filled(value, fillings) : value,
    ]);
    return {
      headers: { 'Content-Type': 'application/json', ...own },
      body: JSON.stringify(Object.fromEntries(values)),
    };
  }
  if (form === undefined) return { headers: own, body: null };
  const body = Object.entries(form)
    .map(([name, text]) => `${encodeURIComponent(name)}=${encodeURIComponent(filled(text, fillings))}`)
    .join('&');
  return { headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...own }, body };
}
