/**
 * The history: what every client did and saw, and what was broken meanwhile, one JSON object a line.
 * The first key of a line names its kind. docs/HISTORY.md is the public description of this format.
 *
 * Times are milliseconds since the experiment's `epochMs`, with fractions; one clock serves all writers of a
 * history, so they compare directly. Intervals are closed: equal times overlap and order nothing.
 */
export const HISTORY_VERSION = 1;

/** What one client asked of one session. */
export const OPERATIONS = [
  'create',
  'read',
  'write',
  'increment',
  'remove',
  'regenerate',
  'destroy',
] as const;
export type OperationKind = (typeof OPERATIONS)[number];

/** `ok`: took effect and was acknowledged. `fail`: certainly had no effect. `info`: nobody knows. */
export const OUTCOMES = ['ok', 'fail', 'info'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What a key may hold in a history. Written values are unique within their session and key. */
export type Value = string | number | boolean | null;

/** First line of a history. */
export interface HistoryLine {
  history: typeof HISTORY_VERSION;
  run?: string;
  seed?: string;
  recorder?: string;
  /** Ids of the experiments that are to follow. */
  planned?: string[];
}

/** Opens an experiment; the lines that follow belong to it until its `end` line. */
export interface ExperimentLine {
  experiment: string;
  /** Unix time in milliseconds of the experiment's time 0. */
  epochMs: number;
  store?: string;
  workload?: string;
  /** A session lives this long after it was last saved or touched. Absent: it never expires. */
  ttlMs?: number;
  /** What certainly starts a session's time to live afresh: `save` (the default) or `any` acknowledged operation. */
  renewedBy?: 'save' | 'any';
  /** How far from the TTL an expiry may be and still be on time, before and after it: 1,000 where not given. */
  ttlGraceMs?: number;
  /** A session without a line for this long has no further one: it can be judged and let go. */
  silentMs?: number;
  instances?: number;
  /** The share of what is asked outside of faults and their recovery that may go unserved: 0.01 where not given. */
  unserved?: number;
  /** How long after a fault's end it may stay away: 30,000 where not given. */
  recoverWithinMs?: number;
  /** How many clients take part; each ends with a `done` line. Fewer of those: the experiment was cut off. */
  clients?: number;
}

export interface OperationLine {
  op: OperationKind;
  session: string;
  client: string;
  /** The key that was read or written; absent for an operation on the whole session. */
  key?: string | undefined;
  /**
   * Written by a write, or by a create or regenerate that sets a key at once; told by an `ok` increment; seen by
   * an `ok` read (null: the session is there, the key is not set).
   */
  value?: Value | undefined;
  /** The server said that the session is not there: nothing was read, and nothing was written. */
  absent?: true | undefined;
  /** The owner's tag that the session carried, where it was not this session's own. */
  owner?: string | undefined;
  outcome: Outcome;
  /** Intended start by the client's own schedule. */
  due: number;
  start: number;
  end: number;
  /** HTTP status; 0 where no response came. */
  status?: number | undefined;
  /** The app instance that answered. */
  instance?: string | undefined;
  /** Why it is not `ok`. */
  error?: string | undefined;
  /** It is not `ok`, and that is what was asked for: a write to be refused, a value that no session can hold. */
  expected?: true | undefined;
  /** The name of the session that a regenerate made in place of this one. */
  next?: string | undefined;
  /** On a regenerate: whether the id after it is the id before it. Absent: not compared. */
  idKept?: boolean | undefined;
  /** On a create or regenerate that presented an id of the client's own: whether the app took it. */
  idChosen?: boolean | undefined;
  /** Whether the client dropped a cookie of the response, as browsers do if it is too big. Absent: not looked at. */
  dropped?: boolean | undefined;
  /** On a regenerate: what it took over into the session that it made: everything, or these keys. Absent: nothing. */
  carries?: true | readonly string[] | undefined;
  /** The session was there before the recording began, and what it held is not known. */
  preexisting?: true | undefined;
  /**
   * Why a browser would not have kept a cookie of the response, or would not have sent what was sent with the request,
   * with the header; the client did so all the same. False: it would. Absent: not looked at.
   */
  refused?: string | false | undefined;
  /** Where a redirect led that is none of the app's addresses: it was not followed. False: to the app. */
  strayed?: string | false | undefined;
  /** `start` is so many milliseconds earlier, and `end` later, than its recorder saw: what is left of the error of its clock. */
  widened?: number | undefined;
  /** No later line is of this session: it can be judged and let go. */
  last?: true | undefined;
}

/** The order in which a recorder writes an operation's fields. Any order is read; this one is read fastest. */
export const OPERATION_FIELDS = [
  'op',
  'session',
  'client',
  'key',
  'value',
  'absent',
  'owner',
  'outcome',
  'due',
  'start',
  'end',
  'status',
  'instance',
  'error',
  'expected',
  'next',
  'idKept',
  'idChosen',
  'dropped',
  'carries',
  'preexisting',
  'refused',
  'strayed',
  'widened',
  'last',
] as const satisfies readonly (keyof OperationLine)[];

/** Onset and end of one fault; both carry the same `id`. */
export interface FaultLine {
  fault: string;
  id: string;
  phase: 'onset' | 'healed' | 'failed';
  target: string;
  at: number;
  /** What was seen that shows the effect: process ids, exit status, time to readiness. */
  evidence?: Record<string, string | number | boolean | null>;
}

/** One reading of memory, taken by the harness. Bytes, and a count of sessions where the source knows it. */
export interface SampleLine {
  sample: 'app' | 'server';
  target: string;
  at: number;
  heapBytes?: number;
  rssBytes?: number;
  /** What V8's heap may grow to, and what the kernel allows the process. */
  heapLimitBytes?: number;
  memoryLimitBytes?: number;
  memoryBytes?: number;
  sessions?: number;
}

/** An app instance counted acknowledgements whose save had failed, at some moment of this stretch of time. */
export interface UnsavedLine {
  /** The instance. */
  unsaved: string;
  from: number;
  to: number;
  /** How many. */
  count: number;
}

/** An instance of the app had work to do in this stretch of time, and the machine had no processor for it. */
export interface StarvedLine {
  /** The instance. */
  starved: string;
  from: number;
  to: number;
  /** How long its main thread was ready to run and waited for a processor. */
  waitedMs: number;
  /** How long that thread ran. */
  ranMs: number;
}

/** Lines that tell of an error in the log of an app instance, alike but for their numbers. No verdict goes by them. */
export interface PrintedLine {
  /** The instance. */
  printed: string;
  /** The line: `#` where they differ, `…` for ids and for what is secret. */
  text: string;
  /** When the first of them was seen. */
  at: number;
  /** How many. */
  count: number;
  /** Part of the log was passed over, for there was too much of it: there may be more. */
  atLeast?: true;
  /** The whole log: a file in the run's folder. */
  log?: string;
}

/** Something a reader of the verdict has to know: a server that died by itself, a generator that gave up. */
export interface NoteLine {
  note: string;
  at: number;
  /** True where verdicts of this experiment cannot be trusted because of it. */
  spoils: boolean;
  /** What was counted, by name; those of the same name in one experiment are parts of a sum. */
  figures?: Readonly<Record<string, number>>;
}

/** The recorder's clock was compared with another, which the recorders of other parts of the same run compare theirs with. */
export interface ClockLine {
  /** What the other clock is called. */
  clock: string;
  /** When, by the recorder's own clock. */
  at: number;
  /** Milliseconds by which the other clock was ahead. */
  offset: number;
  /** How far from that the truth may be at the most: half of the time that asking took. */
  error: number;
}

/** A client did all that it was to do: no further operation of its comes, and sessions of its own are finished. */
export interface DoneLine {
  done: string;
  at: number;
  /** Operations that it recorded. */
  operations?: number;
}

/** Closes an experiment. An experiment without it was cut off. */
export interface EndLine {
  end: string;
  at: number;
  /** Operations that the recorder says it wrote. */
  operations?: number;
}

export type Line =
  | HistoryLine
  | ExperimentLine
  | OperationLine
  | FaultLine
  | SampleLine
  | UnsavedLine
  | StarvedLine
  | PrintedLine
  | NoteLine
  | ClockLine
  | DoneLine
  | EndLine;
