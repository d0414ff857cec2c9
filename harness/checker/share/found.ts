import type { Value } from '../../../protocol/history.ts';
import type { HistoryProblem } from '../../history/problem.ts';
import type { AnomalyKind } from '../catalogue.ts';
import type { Described, Finding } from '../finding.ts';

/** What is found in a part of an experiment's sessions, in a form that can be handed from one thread to another. */
export interface Found {
  sessions: number;
  counted: Counted[];
  /** By kind, in the order of the catalogue. */
  kinds: FoundOfKind[];
  toll: { born: Float64Array<ArrayBuffer>; seenLast: Float64Array<ArrayBuffer> };
  doubts: Doubted;
}

export type WithoutWords = Omit<Finding, 'describe' | 'decide'>;

/** `place` says when it was found, had one judge looked at all sessions: what is put together comes in that order. */
export interface Placed<Any> {
  place: number;
  it: Any;
}

export interface Counted {
  kind: AnomalyKind;
  finding: WithoutWords;
  place: number;
}

export interface FoundOfKind {
  count: number;
  tested: number;
  failure: string | undefined;
  described: (Omit<Described, 'finding'> & { finding: WithoutWords })[];
}

export interface Doubted {
  problems: Placed<HistoryProblem>[];
  spoiled: Placed<string>[];
  ambiguous: Placed<string> | undefined;
  undecided: Placed<string> | undefined;
}

/** What sessions have to say to what takes the whole experiment to decide. */
export interface Seen {
  greatestAgeSeenMs: number;
  greatestUnsavedSeenMs: number;
  /** Values that some session showed and never wrote, and the sessions that wrote them. */
  writers: ReadonlyMap<Value, readonly string[]>;
}

/** What a part has to say before anything is decided: also where it found what is to be, by kind. */
export interface Looked {
  seen: Seen;
  undecided: number[][];
}
