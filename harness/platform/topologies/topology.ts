import type { Ground } from './ground.ts';

/** What the servers of a topology are started with. */
export interface TopologyContext {
  /** The store that they serve. */
  store: string;
  /** Where it keeps its sessions, on a server of tables. */
  table?: string | undefined;
  /** Whether the plan breaks the way by which servers follow each other; where it does not, none costs a hop for it. */
  hasWays?: boolean;
  /** What they run on. */
  ground: Ground;
  signal: AbortSignal;
}
