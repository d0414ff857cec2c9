/**
 * What the harness may do to a subject, whatever it runs on. Faults and experiments see only these, so that they
 * work on every platform that can provide them.
 */

/** What was seen of a process that was ended. */
export interface Ended {
  pid: number;
  /** `code 0` or the signal that ended it. */
  exit: string;
}

/** One instance of the app. */
export interface AppInstance {
  readonly name: string;
  readonly url: string;
  readonly pid: number;
  /** Sends the signal and waits until the process is gone. Rejects if it is not within a limit. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<Ended>;
  /** Starts it again where it was, and waits until it is ready. */
  start(): Promise<void>;
}

/** What a store's server says of itself. */
export interface ServerMemory {
  memoryBytes: number;
  /** Sessions that it holds, expired or not. */
  sessions: number;
}

export interface StoreServer {
  readonly name: string;
  readonly url: string;
  memory(): Promise<ServerMemory>;
}

/** A subject that is up and ready. Disposing of it leaves no process and no data. */
export interface StartedSubject extends AsyncDisposable {
  readonly instances: readonly AppInstance[];
  readonly server: StoreServer | undefined;
  /** The token of the instances' control routes. */
  readonly controlToken: string;
}
