/** What the app answers to, and what the scenarios and the harness ask of it. */
export const ROUTES = {
  /** Readiness: 200 when the app and its store can serve; 503 with the reason when not. */
  health: '/healthz',
  /** Liveness: 200 while the process answers, whatever its store does. */
  live: '/livez',
  metrics: '/metrics',
  /** Of the exporter: a reading of one store's server, `/figures/:store`; 503 while that is away. */
  figures: '/figures',
  /** Of the exporter of a run in a cluster: waits until the faults of an experiment are over, `/faults-over/:experiment`. */
  faultsOver: '/faults-over',
  /** Create (POST), look at (GET) and destroy (DELETE) the session of the cookie. */
  session: '/probe/session',
  /**
   * Read (GET), write (PUT), remove (DELETE) and count up (POST) one key of the session:
   * `/probe/session/keys/:key`. A write with `refuse` is taken back and answered with `STATUS_REFUSED`.
   */
  key: '/probe/session/keys',
  /** Log in (POST): a new session with a new id in place of the one of the cookie. */
  login: '/probe/session/login',
  /**
   * Read (GET), write (PUT), remove (DELETE) and push to an array (POST) anywhere inside the session's values:
   * `?path=cart.total` goes by dots, `?keys=["cart","v1.2"]` takes each key as it is. Removing with `&item=tea`
   * takes out those elements of an array that have this `item`.
   */
  place: '/probe/session/place',
  /** The page of a user (GET): `STATUS_FORBIDDEN` without one, and what the session holds with one. */
  page: '/probe/session/page',
  /** Put a value of a kind into the session (PUT), and describe what is there (GET): `/probe/session/kinds/:kind`. */
  kind: '/probe/session/kinds',
  /**
   * As a write of a key and as a login, but answered as forms are: with a redirect (POST) to the key, and a page for
   * those who do not follow it. With `host`, to that port of the same machine.
   */
  redirectKey: '/probe/session/redirect/keys',
  redirectLogin: '/probe/session/redirect/login',
  /** Force a collection and report memory (POST). Needs the token. */
  collect: '/control/collect',
  /** All that is on the heap (POST), as V8 writes it: every text of the process is in it. Needs the token. */
  snapshot: '/control/snapshot',
  /** Make the process exit (POST, `?how=term` or `?how=kill`). Needs the token. */
  exit: '/control/exit',
  /** Have the process do nothing else for so many milliseconds (POST, `?ms=`), and answer after. Needs the token. */
  block: '/control/block',
} as const;

export const HEADERS = {
  /** On every response: the instance that made it. */
  instance: 'x-holdfast-instance',
  /**
   * On every request to a probe that is mounted in an app of one's own, with any value: a page of another site cannot
   * send it without being asked first.
   */
  probe: 'x-holdfast-probe',
  /** On responses of a probe: the cookie that came was not taken, although the store has the session of its id. */
  unread: 'x-holdfast-unread',
  /** On control requests: the token that switches the control routes on. */
  token: 'x-holdfast-token',
} as const;

/** Under this name clients note how often they met `unread`. */
export const UNREAD_FIGURE = 'answers that did not take a cookie';

/** The most filler that a session is made with. */
export const LARGEST_FILLER_BYTES = 1_000_000;

/** What a proxy that ends TLS tells the app of its visitors. */
export const HEADERS_OF_PROXY = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-For': '192.0.2.1' } as const;

/** The cookie by which a sticky balancer ties a client to an instance. It is none of the session's. */
export const BALANCER_COOKIE = 'balancer';

/** By which a balancer of Holdfast's own says which instance it asked. */
export const BALANCED_TO = 'x-holdfast-balanced-to';

/** The parameter of a request for a key by which the app works on it so many milliseconds before it answers. */
export const WAIT_MS = 'waitMs';

/** Status of a probe that needs a session when there is none: nothing was read and nothing was written. */
export const STATUS_ABSENT = 404;

/** Status of a session that was destroyed, without a body. */
export const STATUS_DESTROYED = 204;

/** Status of the page of a user where the session names none, or is not there: then without an owner. */
export const STATUS_FORBIDDEN = 403;

/** The parameter of a redirect's target that names the instance which sent the client there. */
export const REDIRECTED_BY = 'by';

/** Status of a write that the app took back: it certainly had no effect. */
export const STATUS_REFUSED = 422;

/** Body of a probe's response when the session is there. */
export interface ProbeBody {
  /** The owner's tag, as it stands in the session. */
  owner: string | null;
  key?: string;
  value?: unknown;
  /** Of a look at a kind of value: it is exactly what was put in, not only what JSON makes of that. */
  asPutIn?: true;
}

/** What nobody but a user should be able to read: it is in the sessions of the workload `page`. */
export const CONFIDENTIAL = '4242 4242 4242 4242';

/** What the page of a user shows, as the value of a probe's body. */
export interface PageShown {
  user: unknown;
  holds: Record<string, unknown>;
}

/** Body of the answer to a look at the whole session. */
export interface WholeBody {
  owner: string | null;
  values: Record<string, unknown>;
  /** Of the session as it stands in JSON, its cookie included. */
  sizeBytes: number;
}

/** Body of the answer to a request to block: how long it was. */
export interface BlockBody {
  instance: string;
  blockedMs: number;
}

/** Body of the answer to a collect request. */
export interface CollectBody {
  instance: string;
  heapBytes: number;
  rssBytes: number;
  externalBytes: number;
  /** What V8's heap may grow to. */
  heapLimitBytes?: number;
  /** What the process may take up before the kernel kills it; absent where there is no limit. */
  memoryLimitBytes?: number;
}
