import type { Figure } from './figure.ts';
import type { ProgramEntry } from './program.ts';

/** Where one server runs: on this machine, or in a pod. */
export interface ServerPlace {
  tool: { path: string; env?: Record<string, string> };
  /** For its data; exists, and is removed after the experiment. */
  dataFolder: string;
  port: number;
  /** Those of the server's that are not as by default, by their names in harness/stores/settings.ts. */
  settings?: Readonly<Record<string, string>>;
  /** Others than this machine connect to it, and it takes whoever does; absent: this machine alone. */
  isOpen?: boolean;
  /** Whether it runs as root; absent: as whoever runs this does. */
  isRoot?: boolean;
}

export interface Command {
  command: string;
  args: readonly string[];
  env?: Record<string, string>;
  /** The user that it runs as, for a server that refuses to be root's. */
  uid?: number;
  gid?: number;
}

/** What a server is given to make its folder ready. */
export interface Preparing {
  /** Runs a program to its end, in the server's environment. Rejects where the run is interrupted, and for nothing else. */
  run: (command: Command, options: { inputFile?: string; limitMs: number }) => Promise<Ran>;
  /** Those that it sees. */
  files: Files;
  /** The error for what this machine has not. */
  unavailable: (message: string, options: { next: string }) => Error;
}

/** Files where a server runs, by whole paths. */
export interface Files {
  /** Undefined where there is none. */
  read: (path: string) => Promise<string | undefined>;
  write: (path: string, text: string) => Promise<void>;
  /** Takes away all that is in a folder, where there is one, and not the folder. */
  empty: (folder: string) => Promise<void>;
  /** What a path leads to. */
  real: (path: string) => Promise<string>;
}

export interface Ran {
  failed: boolean;
  stderr: string;
  /** Both that and stdout. */
  all: string;
  /** How it failed, in a line. */
  shortMessage: string;
}

/**
 * All that is known of a store's server: how its program is had and run on this machine, with its own defaults but for
 * address, folder and log; how it is asked; and what its service on the live stack is.
 */
export interface Server {
  /** The npm package that Holdfast itself asks it by, whatever the store or the app uses. */
  npm: string;
  program: ProgramEntry;
  /** The address that the app is given; of this machine, where no host is said. */
  url: (port: number | '{port}', host?: string) => string;
  readyLimitMs: number;
  /** What asks it to end in its own order; SIGTERM if not said. */
  gentleSignal?: 'SIGTERM' | 'SIGINT';
  /** Makes the empty folder into one that the server can start on; absent: it does that by itself. */
  prepare?: (place: ServerPlace, preparing: Preparing) => Promise<void>;
  command: (place: ServerPlace) => Command;
  /** Its own figures, of one table where it has tables. Who has not the store has not its packages: they are imported here. */
  openFigure: (url: string, table?: string) => Promise<Figure>;
  /** All that a store keeps there, past the app and without its secret: one text for each row or document. */
  readContents: (url: string, table: string) => Promise<string[]>;
  /** Absent: it is not on the live stack. */
  stack?: ServerEntry;
}

/** A server on the live stack (docker-compose.yml): what its service is made of, and how an app addresses it. */
export interface ServerEntry {
  service: string;
  /** What it is, where that is not what its service is called. */
  name?: string;
  image: string;
  /** What it listens on. */
  port: number;
  /** The wires to it, one for each instance of each store, listen on this port and those after it. */
  firstWire: number;
  /** The address for an app, through a wire or past it. */
  url: (host: string, port: number, database?: string) => string;
  /** The address for who asks it to break, where an app's may not; absent: an app's. */
  askedBy?: (host: string, port: number, database?: string) => string;
  /** Query of the address for an app, which the exporter does not need. */
  query?: string;
  /** Mounts of volumes that have its data, by name. */
  volumes?: Readonly<Record<string, string>>;
  environment?: Readonly<Record<string, string>>;
  stopSignal?: string;
  /** Comment on the check, and the check where it is another than that its port is open. */
  health?: { why?: string; test?: readonly string[] };
  /** Whom its image runs it as, where it is not started as root, and how much memory it is given. */
  kubernetes: {
    uid: number;
    memory: string;
    /** Only there, besides what it has everywhere. */
    environment?: Record<string, string>;
  };
}

/** The passwords open nothing: the servers are on a network of their own, and are not published. */
export const [STACK_USER, STACK_PASSWORD] = ['holdfast', 'inside'];
