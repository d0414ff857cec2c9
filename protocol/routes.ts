/** What the app answers to, and what the scenarios and the harness ask of it. */
export const ROUTES = {
  /** 200 when the app and its store can serve; 503 with the reason when not. */
  health: '/healthz',
  metrics: '/metrics',
  /** Create (POST), look at (GET) and destroy (DELETE) the session of the cookie. */
  session: '/probe/session',
  /** Read (GET), write (PUT) and remove (DELETE) one key of the session: `/probe/session/keys/:key`. */
  key: '/probe/session/keys',
  /** Force a collection and report memory (POST). Needs the token. */
  collect: '/control/collect',
  /** Make the process exit (POST, `?how=term` or `?how=kill`). Needs the token. */
  exit: '/control/exit',
} as const;

export const HEADERS = {
  /** On every response: the instance that made it. */
  instance: 'x-holdfast-instance',
  /** On control requests: the token that switches the control routes on. */
  token: 'x-holdfast-token',
} as const;

/** Status of a probe that needs a session when there is none: nothing was read and nothing was written. */
export const STATUS_ABSENT = 404;

/** Body of a probe's response when the session is there. */
export interface ProbeBody {
  /** The owner's tag, as it stands in the session. */
  owner: string | null;
  key?: string;
  value?: unknown;
}

/** Body of the answer to a collect request. */
export interface CollectBody {
  instance: string;
  heapBytes: number;
  rssBytes: number;
  externalBytes: number;
}
