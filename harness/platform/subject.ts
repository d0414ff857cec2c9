import type { Direction } from '../model/faults/parameters.ts';
import type { ToxicType } from 'toxiproxy-node-client';

/**
 * What the harness may do to a subject, whatever it runs on. Faults and experiments see only these, so that they
 * work on every platform that can provide them.
 */

/** What was seen of a process that was ended. */
export interface Ended {
  pid: number;
  /** `code 0` or the signal that ended it; `gone` for a process whose end nobody is told. */
  exit: string;
  /** What shows from outside that it is gone. */
  seen: string;
}

/** What was seen of one that ended by itself. */
export interface OwnEnd extends Ended {
  /** What it printed since it was waited for. */
  printed: string;
}

/** A process of a subject that can be broken and made whole again. */
export interface Part {
  readonly name: string;
  /** The number of its process on the machine that it runs on: another one after each start. 0: not running. */
  readonly pid: number;
  /** Which one it is now, where no number says it: another one after each start. */
  readonly identity?: string;
  /** Sends the signal and waits until the process is gone. Rejects if it is not within a limit. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<Ended>;
  /** Starts it again where it was, with the data that it left, and waits until it is ready. */
  start(): Promise<void>;
  /** Takes its processor time away. Resolves, once that is seen, to what was seen; connections stay open. */
  pause(): Promise<string>;
  /** Gives it back; rejects if it does not run again. Does nothing to a part that was not paused. */
  resume(): Promise<void>;
}

/** One instance of the app. */
export interface AppInstance extends Part {
  /** Where this very instance answers, for control and metrics. */
  readonly url: string;
  /** An app of the user's own, which has neither control routes nor metrics of Holdfast's. */
  readonly isForeign?: true;
  /** Rejects where it does not answer. Absent: its metrics tell. */
  readonly assertUp?: () => Promise<void>;
  /** What it signs cookies with. Absent where the platform cannot change that. */
  readonly signing?: Signing;
}

/** The first signs cookies, all are accepted. */
export type Secrets = readonly [string, ...string[]];

export interface Signing {
  readonly secrets: Secrets;
  /** From its next start on it has these. */
  use(secrets: Secrets): void;
}

/** How many instances there are, where that can be changed while it is up. */
export interface Scaling {
  /** Has one more, or one fewer. Resolves, once that is so, to what was seen. */
  change(by: 1 | -1): Promise<string>;
  /** Has as many as there were. Resolves, once that is so, to what was seen; does nothing where nothing was changed. */
  back(): Promise<string>;
}

/** What a store's server says of itself. */
export interface ServerMemory {
  memoryBytes: number;
  /** Sessions that it holds, expired or not. */
  sessions: number;
}

/**
 * The server of a store. One of several members is, as a part, its primary of the moment: what is ended or paused is
 * that, and it is whole again when all members are there and follow one primary.
 */
export interface StoreServer extends Part {
  /** Where the harness itself reaches it, past every wire. Absent where it cannot. */
  readonly url?: string;
  memory(): Promise<ServerMemory>;
  /** The folder, as the harness reaches it, of the small disk that is the server's alone. Absent where it has none. */
  readonly smallDisk?: string;
  /**
   * Waits until it ends by itself, by what is done to it: that is no death then. Rejects where it has not by the limit.
   * Absent where nobody is told what it printed.
   */
  ownEnd?(limit: AbortSignal): Promise<OwnEnd>;
  /** Absent for one by itself. */
  readonly replicas?: Replicas;
  /** What its files lie on, where that can lose its power. */
  readonly disk?: Disk;
}

/** What a loss of power took, and what shows that it took that alone. */
export interface PowerLost {
  /** Files that held something that was not synced, and how much had been written to them since they were. */
  filesUndone: number;
  bytesUndone: number;
  undone: string;
}

/** Where a server, or a store by itself, has its files, and where it is known what of them was synced. */
export interface Disk {
  /**
   * Takes every file back to how it was when it was last synced. Rejects where anybody still has one open, and where it
   * kept what was not synced, or lost what was.
   */
  losePower(): Promise<PowerLost>;
}

/** A member that takes writes, and what shows it. */
export interface Primary {
  part: Part;
  seen: string;
}

/** The members of a server of which one takes writes, and another can take over. */
export interface Replicas {
  /** All its processes, those that only watch over the others included. */
  readonly parts: readonly Part[];
  /** The member that takes writes by its own word and by those who tell clients; undefined while there is none. */
  primary(): Promise<Primary | undefined>;
  /** The names of those that take writes by their own word: for a while, more than one may. */
  primaries(): Promise<string[]>;
  /** Waits until what is asked for would not be undone by whoever is still busy with the last one that took over. */
  untilAskable(): Promise<void>;
  /** Asks for another primary, as people do for maintenance. Resolves, once that was taken in, to what was said. */
  askForFailover(): Promise<string>;
  /**
   * Has another take over from a primary that has ended, as whoever watches over them would. Resolves, once another
   * takes writes, to what was seen. Absent where they do so by themselves.
   */
  readonly takeOver?: () => Promise<string>;
  /** How members follow each other. Absent where nothing is between them that could be broken. */
  readonly ways?: Ways;
  /**
   * Resolves, to what was seen, once all members are up, and all follow one primary and have what it has. Rejects with
   * what is missing where that takes too long.
   */
  whole(signal: AbortSignal): Promise<string>;
}

/** The ways by which members follow each other, and by which whoever watches over them goes; not those of clients. */
export interface Ways {
  /** The way to a member, from all others. */
  to(part: Part): Promise<Wire>;
  /** Asks a member for a sign of life over the way to it. Rejects where none comes within some seconds. */
  askOver(part: Part): Promise<void>;
  /**
   * Has the primary write something of the harness's own. Resolves, once it has, to what looks whether all others have
   * that by now.
   */
  mark(): Promise<() => Promise<boolean>>;
}

/** A way to spoil what goes through a wire, in the terms of toxiproxy: one more of these needs nothing new of a wire. */
export interface Toxic {
  type: ToxicType;
  /** `upstream`: what the instance sends to the server; `downstream`: what it answers. */
  stream: 'upstream' | 'downstream';
  attributes: Readonly<Record<string, number>>;
}

export type ReadSession = () => Promise<number | undefined>;

/** The connection between one app instance and the store's server, or of all of them, where they cannot be told apart. */
export interface Wire {
  /** The instance at its near end; `all` where it is that of several. */
  readonly instance: string;
  /** Breaks what is connected and refuses what tries to. Resolves once that is seen. */
  cut(): Promise<void>;
  /** Spoils what goes through. Resolves once that is in force. */
  add(toxic: Toxic): Promise<void>;
  /** Rejects where what was added is no longer in force. */
  assertSpoilt(): Promise<void>;
  /**
   * Those of the instance that are open now, each by a name of its own; undefined where the machine does not show them.
   * Absent where the platform cannot look.
   */
  readonly connections?: () => Promise<ReadonlySet<string> | undefined>;
  /**
   * Sends something to the server over a new connection of the harness's own: `reset` or `closed`, whichever became of
   * that, or `open` where it stayed so. Absent where the harness does not reach the near end.
   */
  readonly tried?: () => Promise<'reset' | 'closed' | 'open'>;
  /**
   * Makes a session that is kept behind the wire, and gives what looks at it: after how many milliseconds the app gave it
   * out, undefined where it did not within a second. Absent where the app itself tells of its saves.
   */
  readonly reading?: () => Promise<ReadSession>;
  /**
   * Lets connections through again, without any toxic. What was open while something was dropped is closed first: bytes
   * that come after a gap are what no network delivers. Does nothing to a wire that is whole.
   */
  restore(): Promise<void>;
}

/** What is done to the packets between an instance and its server, by whoever has the network. */
export type PacketFault = (
  | { does: 'partition' }
  | { does: 'delay'; latencyMs: number; jitterMs: number }
  | { does: 'loss'; percent: number }
) & { direction: Direction };

/** How many attempts to reach another machine were answered by it. */
export interface Attempts {
  attempts: number;
  /** How long each took that was answered within the limit, in milliseconds, the soonest first. */
  answeredMs: readonly number[];
}

/** The network between one app instance and the store's server, where the platform has what breaks it. */
export interface Network {
  /** The instance at its near end. */
  readonly instance: string;
  /**
   * Does something to its packets. Resolves, once that is said to be in force, to who says so. It is undone after
   * `atMostMs`, whatever becomes of whoever asked for it. Rejects where it does not come to be in force.
   */
  spoil(fault: PacketFault, atMostMs: number): Promise<string>;
  /** Tries so often, from where the instance is, to get an answer of where the server is; not of the server itself. */
  attempt(attempts: number, limitMs: number): Promise<Attempts>;
  /** Makes it whole; rejects where whoever does it has not within a limit. Does nothing where nothing was done. */
  restore(): Promise<void>;
}

/** The clock that an app instance goes by, where the platform has what makes it wrong. */
export interface Clock {
  readonly instance: string;
  /**
   * Puts it ahead by so much, or behind where that is negative. Resolves, once that is said to be in force, to who says so.
   * It is undone after `atMostMs`, whatever becomes of whoever asked for it. Rejects where it does not come to be in force.
   */
  skew(byMs: number, atMostMs: number): Promise<string>;
  /** Puts it right; rejects where whoever does it has not within a limit. Does nothing where nothing was done. */
  restore(): Promise<void>;
}

/** What a process has had of the machine's processors since it began, in milliseconds. */
export interface ProcessorTime {
  /** Its main thread ran. */
  ranMs: number;
  /** Its main thread was ready to run, and waited for a processor. */
  waitedMs: number;
  allThreadsRanMs: number;
  /** The process that it is of, where that is another than the one that was asked for, such as one that it started. */
  of?: number;
}

/** A subject that is up and ready. Disposing of it leaves no process and no data. */
export interface StartedSubject extends AsyncDisposable {
  /** Where clients send their requests: the instances themselves, or the balancer in front of them. */
  readonly targets: readonly string[];
  /** By a target's host and port, those that k6 connects to in their place, as the shorter way. */
  readonly shortcuts?: Readonly<Record<string, string>>;
  readonly instances: readonly AppInstance[];
  /** Absent where the number of instances stays as it is. */
  readonly scaling?: Scaling;
  readonly server: StoreServer | undefined;
  /** One for each instance, where the platform has put something in between that can cut it; else none. */
  readonly wires: readonly Wire[];
  /** One for each instance, where the platform has what breaks the network and the plan asks for it. */
  readonly networks?: readonly Network[];
  /** One for each instance, where the platform has what makes them wrong and the plan asks for it. */
  readonly clocks?: readonly Clock[];
  /**
   * All that the store keeps, as text, read past the app and without its secret. Absent where nothing outside the app
   * keeps it, and where the platform cannot look.
   */
  readonly contents?: () => Promise<string[]>;
  /** Size of the files that the store keeps its sessions in. Absent where it has a server, or keeps none. */
  readonly storedBytes?: () => Promise<number>;
  /** What the files lie on that the store keeps by itself, where that can lose its power. */
  readonly disk?: Disk;
  /** The token of the instances' control routes. */
  readonly controlToken: string;
  /** Names of its processes that are stopped (SIGSTOP) right now. Absent where the platform cannot look. */
  readonly stopped?: () => Promise<string[]>;
  /** Rejects where nobody is connected to the server. Absent where whoever uses it is Holdfast's own. */
  readonly assertServerUsed?: () => Promise<void>;
  /** Of the process of that number. Absent where the platform cannot look; rejects where nobody counts it. */
  readonly processorTime?: (pid: number) => Promise<ProcessorTime>;
}
