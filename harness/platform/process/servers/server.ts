import type { Tool } from '../../../provision/provision.ts';
import type { StoreServer } from '../../subject.ts';
import type { Child } from '../child.ts';
import type { Guardian } from '../guardian.ts';

export interface ServerContext {
  tool: Tool;
  /** For its data; exists, is empty, and is removed after the experiment. */
  dataFolder: string;
  logFile: string;
  port: number;
  guardian: Guardian;
  signal: AbortSignal;
}

/** A server process that answers. Disposing of it kills it. */
export interface RunningServer extends StoreServer, AsyncDisposable {
  readonly child: Child;
}

/** Starts a server and waits until it answers. Rejects with `unavailable` if it does not. */
export type StartServer = (context: ServerContext) => Promise<RunningServer>;
