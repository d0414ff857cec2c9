import type { Found, Looked, Seen } from '../../checker/share/found.ts';

/** What a judge of a share is started with. */
export interface Commission {
  file: string;
  /** The share of the sessions, as two fractions. */
  from: number;
  to: number;
}

/** Has it decide, of one experiment, by what is known of all sessions. */
export interface Decide {
  experiment: number;
  seen: Seen;
  told: readonly number[];
}

/** What it answers: first what it has to say when it has read everything, then what it found of each experiment in turn. */
export type Answer =
  | { kind: 'looked'; looked: Looked[] }
  | { kind: 'found'; found: Found | undefined }
  | { kind: 'unsplittable'; why: string };
