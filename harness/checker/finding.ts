import type { OperationLine, Value } from '../../protocol/history.ts';
import type { Definition } from './definition.ts';
import type { SessionFacts } from './facts/session.ts';
import type { TtlPolicy } from '../model/ttl-policy.ts';

/** One operation of a witness, and what a reader should see in it. */
export interface Step {
  op: OperationLine;
  remark?: string | undefined;
}

/** What only the whole experiment can tell. */
export interface Population {
  /** The greatest age, since it was last renewed, at which any session was still seen. */
  greatestAgeSeenMs: number;
  /** How long after its last save a session was seen at the most. */
  greatestUnsavedSeenMs: number;
  hasFaultWithin: (fromMs: number, toMs: number) => boolean;
  /** The other sessions that wrote a value which some session saw and never wrote. */
  writersOf: (value: Value) => readonly string[];
}

/** So many of these acknowledged updates were lost: for the layer that lost them. */
export interface Lost {
  among: readonly OperationLine[];
  count: number;
}

export interface Finding {
  session: string;
  key?: string | undefined;
  /** The operation in which a client saw it; it is dated to its end. */
  seen: OperationLine;
  /** It came about between these; what was at work then may have brought it about. */
  from: number;
  to: number;
  /** The instance that last showed what this one did not find. */
  shownBy?: string | undefined;
  /** When its session was acknowledged. */
  born?: number | undefined;
  /** Acknowledged values that are gone with it. */
  writesLost?: number;
  lost?: Lost | undefined;
  /** Made only for those that are shown. */
  describe(): { summary: string; steps: Step[] };
  /** Where it takes the whole experiment to say whether it is an anomaly of this kind. */
  decide?: ((population: Population) => boolean) | undefined;
}

/** A finding that is shown. */
export interface Described {
  finding: Finding;
  summary: string;
  steps: Step[];
  /** When it was found, among all that is found of the experiment. */
  place: number;
}

/** One kind of anomaly that sessions show, whole: what it is, and how it is found. */
export interface Checker<Kind extends string = string> extends Definition<Kind> {
  /** The reason for its unknown where nothing was tested. */
  readonly untested: string;
  /** Reports what it finds in one session, and returns how often the anomaly would have shown. */
  check(session: SessionFacts, report: (finding: Finding) => void, policy: TtlPolicy): number;
}

/** As it stands in a sentence. */
export const shown = (value: Value | undefined): string =>
  value === null || value === undefined ? 'nothing' : String(value);

/** 2, "read" -> "2 reads". */
export const several = (count: number, noun: string): string =>
  `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;

/** In order of time, each operation once, those that are missing left out. */
export function inOrder(...steps: (Step | undefined | false)[]): Step[] {
  const seen = new Map<OperationLine, Step>();
  for (const step of steps) if (step && !seen.has(step.op)) seen.set(step.op, step);
  return [...seen.values()].toSorted((a, b) => a.op.start - b.op.start || a.op.end - b.op.end);
}

export const step = (op: OperationLine | undefined, remark?: string): Step | undefined =>
  op === undefined ? undefined : { op, remark };

/** Exactly one session wrote it, and another one. */
export const isAnothers = (writers: readonly string[], session: string): boolean =>
  writers.length === 1 && writers[0] !== session;
