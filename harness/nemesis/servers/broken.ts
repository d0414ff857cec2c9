import type { GivenParameters } from '../../model/faults/parameters.ts';
import type { StoreServer } from '../../platform/subject.ts';
import type { Evidence } from '../faults/fault.ts';

export interface ServerPlace {
  /** Where the harness reaches the server. */
  url: string;
  server: StoreServer;
  /** By the schema of its kind, all of them. */
  parameters: GivenParameters;
  signal: AbortSignal;
}

/** A server that was asked to break, as it was seen to have done. Disposing of it lets go of it, restored or not. */
export interface Broken extends AsyncDisposable {
  evidence: Evidence;
  /** Looks, before it is restored, that it is still so; rejects where it is not. Absent: it is over as it begins. */
  still?: () => Promise<Evidence>;
  /** Restores it, and resolves once that was seen. */
  restore: () => Promise<Evidence>;
}

/** Breaks a server by asking it. Rejects, with everything as it was, where that has no effect. */
export type BreakServer = (place: ServerPlace) => Promise<Broken>;
