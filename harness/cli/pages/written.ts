/** Something that a client sends: one of `get`, `post`, `put` and `delete`, with a path. */
interface WrittenAction {
  /** A page that is fetched before it, for its token. */
  page?: string;
  get?: string;
  post?: string;
  put?: string;
  delete?: string;
  /** Texts may hold `{name}`, `{password}` and the other fields of a user, `{token}`, and `{n}`. */
  form?: Readonly<Record<string, string | number>>;
  json?: Readonly<Record<string, string | number | boolean>>;
  headers?: Readonly<Record<string, string>>;
  /** What its answer says where it was done: `/path` of a redirect, a status, or a regular expression of the page. */
  done: string | number;
}

interface WrittenShown {
  page: string;
  /** A regular expression with one group, around what is read there. */
  shows: string;
}

type WrittenUser = Readonly<Record<string, string | number>>;

/** The pages of an app that mounts no probe, as a config or a YAML file says them (docs/YOUR-PAGES.md). */
export interface WrittenPages {
  /** One for each client: a list, a CSV or JSON file, or one with `{n}` for its number. May be left out with `data`. */
  users?: string | WrittenUser | readonly WrittenUser[];
  /** A regular expression with one group, around the CSRF token of a page. */
  token?: string;
  /** By any of these the app says that nobody is signed in. */
  signedOut: string | number | readonly (string | number)[];
  signUp?: WrittenAction;
  login: WrittenAction;
  /** Its group is around the user's name. */
  account: WrittenShown;
  add?: WrittenAction;
  /** Its group is around the number of things in the cart. */
  cart?: WrittenShown;
  logout?: WrittenAction;
  /** How long a login lasts, such as `30m`. */
  ttl?: string;
}
