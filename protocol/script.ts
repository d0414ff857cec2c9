/**
 * What a k6 script of the user's own says of an app (docs/YOUR-PAGES.md), published as the types of `holdfast/k6`. The
 * script imports types alone: all that it uses it is given, so that k6, which knows no packages, can read it as it is.
 */

/** What a session may be told to keep. */
export type Kept = string | number | boolean | null;

/**
 * What the app said of a change. `done`: that it was made. `gone`: that there is no such session, or nobody signed in.
 * Undefined: neither, so that nobody knows; it counts as not served.
 */
export type Came = 'done' | 'gone' | undefined;

/** What the app showed: a value, that there is no such session (`gone`), or nothing that is understood (undefined). */
export type Shown = { value: Kept } | 'gone' | undefined;

/** Sends whatever it takes to make one change, and says what came of it. */
export type Act = (ask: Ask) => Came;

/** Asks for one value, and says what was shown. Looks are repeated: after the logout, after faults, and at the end. */
export type Look = (ask: Ask) => Shown;

/** What goes along with a request: at most one of `form`, `json` and `body`. */
export interface Sending {
  form?: Readonly<Record<string, string | number>>;
  json?: unknown;
  body?: string;
  headers?: Readonly<Record<string, string>>;
}

/** An answer of the app. No redirect is followed. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  /** Where a redirect leads, as it came. */
  readonly location: string | undefined;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The text as JSON; undefined where it is none. */
  json(): unknown;
}

/**
 * Asks the app for a path, with the cookies of the session. Where no answer comes, the change or the look ends there, and
 * what is known of it is recorded.
 */
export interface Ask {
  get(path: string, sending?: Sending): Answer;
  post(path: string, sending?: Sending): Answer;
  put(path: string, sending?: Sending): Answer;
  patch(path: string, sending?: Sending): Answer;
  delete(path: string, sending?: Sending): Answer;
}

/** One visit: it begins without cookies, and each of its steps is one operation of the history. */
export interface Visitor {
  /** Which client it is, from 1 on. Each is to log in as a user of its own. */
  readonly number: number;
  /** How many visits this client has made, this one included. */
  readonly visit: number;
  /** The client's row of `--data`; empty without. */
  readonly data: Readonly<Record<string, string>>;
  /** A text that no other call gives, in this client or another. */
  unique(): string;
  /** From 0 to 1, drawn by the seed of the run. */
  random(): number;
  /** Begins a session as this user. Unless it is `done` the visit ends. */
  login(user: string, act: Act): Came;
  /** Begins a session of nobody. Unless it is `done` the visit ends. */
  begin(act: Act): Came;
  /** Sets a key, to another value each time. */
  write(key: string, value: Kept, act: Act): Came;
  /** Unsets a key, which then shows null. */
  remove(key: string, act: Act): Came;
  /** Looks at a key. `user`, after a login, is to show that user. Returns what was shown; undefined: nothing that is known. */
  read(key: string, look: Look): Kept | undefined;
  /** Adds one to a number of which the app keeps count. Where nobody knows what it is by now, nothing is asked any more. */
  add(key: string, act: Act): Came;
  /** Looks at such a number; the first look says what it begins with. */
  count(key: string, look: Look): number | undefined;
  /** Ends the session. Whoever kept its cookies shows them again, and must find nothing. */
  logout(act: Act): Came;
}

/** What a script has as its default export. Clients make visits until the time is over, which may end one anywhere. */
export type Visit = (visitor: Visitor) => void | Promise<void>;
