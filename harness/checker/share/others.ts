import type { Found, Looked, Seen } from './found.ts';
import type { Share } from './share.ts';

/** Those who judge the sessions of the other shares, at the same time and on the same history. */
export interface Others {
  /** The share that is left to the one who asks. */
  readonly share: Share;
  /** What each of them has to say before anything is decided, by experiment, once they have read the history. */
  looked(): Promise<Looked[][]>;
  /** Has each of them decide, of one experiment, by what is known of all; `told`: how many of each kind each can tell. */
  decide(experiment: number, seen: Seen, told: readonly (readonly number[])[]): Promise<Found[]>;
}
