import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { childEnvironment } from './environment.ts';
import { hidingStream } from '../secrets/hide.ts';
import type { Reaper } from './reaper.ts';
import { sendTo } from './send-to.ts';
import { MARK, Whole } from './whole.ts';

/** How a process ended. */
export interface Exit {
  code: number | null;
  signal: string | null;
  afterMs: number;
  /** It could not be started at all. */
  error?: Error;
}

/** How one that was told to end did, and which processes it was. */
export interface Ending extends Exit {
  processes: readonly number[];
}

const SIGNAL_EVERY_MS = 50;

export interface ChildOptions {
  name: string;
  command: string;
  args: readonly string[];
  /** Over what every child gets of the user's environment. */
  env?: Readonly<Record<string, string>>;
  /** Names of variables of the user's that it gets besides. */
  passedOn?: readonly string[];
  cwd?: string;
  /** The user that it runs as, where that is not the harness's own. */
  uid?: number;
  gid?: number;
  /** Gets what the process prints; appended to. */
  logFile: string;
  /** What it may print and nobody else is to read: the log has digests in its place. */
  secrets?: readonly string[];
  reaper: Reaper;
  /** Takes standard error instead of the log file. */
  onStderr?: (stream: Readable) => void;
  /** Takes its standard input, where it is to have one, and its standard output instead of the log file. */
  onTalk?: (input: Writable, output: Readable) => void;
  /**
   * What it starts is part of it, and works in this folder, which is nobody else's: what is done to it is done to all,
   * and it has ended when nobody is left. So a server behind a shell, or one whose first process only starts the others
   * and ends, is as a whole what is ended.
   */
  wholeIn?: string;
  /** Where it mounts something of Holdfast's own. */
  mountsAt?: string;
}

/** Of a line that is told: room for a sentence and what to do. */
const LONGEST_LINE = 300;

/** A process that is running, or was. Disposing of it kills it and waits until it is gone. */
export class Child implements AsyncDisposable {
  readonly name: string;
  readonly pid: number | undefined;
  readonly logFile: string;
  /** Settles when the process has ended; never rejects. */
  readonly exited: Promise<Exit>;
  exit: Exit | undefined;
  readonly #reaper: Reaper;
  readonly #whole: Whole | undefined;
  #shared: readonly number[] = [];

  constructor(options: ChildOptions) {
    const {
      name,
      command,
      args,
      env = {},
      passedOn = [],
      cwd,
      uid,
      gid,
      logFile,
      reaper,
      onStderr,
      onTalk,
      wholeIn,
      mountsAt,
    } = options;
    const { secrets = [] } = options;
    this.name = name;
    this.logFile = logFile;
    this.#reaper = reaper;
    const startedMs = performance.now();
    const mark = randomUUID();
    const log = createWriteStream(logFile, { flags: 'a' });
    // The log is a help to the reader; a full disk shows at the history, which is what must not be lost.
    log.on('error', () => {});
    // Detached: Ctrl-C on the terminal must reach the harness alone, which ends its children in its own order.
    const running = execa(command, args, {
      detached: true,
      stdin: onTalk === undefined ? 'ignore' : 'pipe',
      env: childEnvironment(wholeIn === undefined ? env : { ...env, [MARK]: mark }, { passedOn }),
      extendEnv: false,
      ...(cwd === undefined ? {} : { cwd }),
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
      buffer: false,
      reject: false,
    });
    this.pid = running.pid;
    if (running.pid !== undefined && mountsAt !== undefined) reaper.ownMount(running.pid, mountsAt);
    else if (running.pid !== undefined) reaper.own(running.pid);
    this.#whole =
      wholeIn === undefined || running.pid === undefined
        ? undefined
        : new Whole({ pid: running.pid, mark, folder: wholeIn });
    const flushed: Promise<void>[] = [];
    const toLog = (stream: Readable) => {
      const shown = secrets.length === 0 ? stream : stream.pipe(hidingStream(secrets));
      if (shown !== stream) flushed.push(finished(shown).catch(() => {}));
      shown.pipe(log, { end: false });
    };
    if (onTalk && running.stdin) onTalk(running.stdin, running.stdout);
    else toLog(running.stdout);
    if (onStderr) onStderr(running.stderr);
    else toLog(running.stderr);
    this.exited = running.then(async (result) => {
      this.#whole?.firstEnded();
      await this.#whole?.emptied();
      if (running.pid !== undefined) reaper.release(running.pid, ...this.#shared);
      this.exit = {
        code: result.exitCode ?? null,
        signal: result.signal ?? null,
        afterMs: performance.now() - startedMs,
        ...(running.pid === undefined && result.cause instanceof Error ? { error: result.cause } : {}),
      };
      // Whoever asks for its last words now finds them in the log.
      await Promise.all(flushed);
      log.end();
      await finished(log).catch(() => {});
      return this.exit;
    });
  }

  /** The processes that it is, and that are alive, by their numbers. */
  async members(): Promise<number[]> {
    if (this.#whole !== undefined) return this.#whole.members();
    return this.pid === undefined || this.exit !== undefined ? [] : [this.pid];
  }

  /** Has processes that it started itself end with the harness too: who left its group, or is stopped and sees nothing. */
  share(pids: readonly number[]): void {
    const more = pids.filter((pid) => !this.#shared.includes(pid));
    this.#shared = [...this.#shared, ...more];
    this.#reaper.own(...more);
  }

  /** Sends its first process a signal; false if that is gone. */
  signal(signal: NodeJS.Signals): boolean {
    if (this.pid === undefined || this.exit !== undefined) return false;
    return process.kill(this.pid, signal);
  }

  /**
   * Sends all of it a signal that ends it, and whoever turns up of it, until nobody is left or the limit is reached:
   * then undefined. What is not SIGKILL goes to those alone that have to see to the others themselves.
   */
  async endBy(signal: NodeJS.Signals, limit?: AbortSignal): Promise<Ending | undefined> {
    const signalled = new Set<number>();
    const seen = new Set<number>();
    const isOver = () => this.exit !== undefined || limit?.aborted === true;
    while (!isOver()) {
      const members = await this.members();
      const heads = signal === 'SIGKILL' ? members : ((await this.#whole?.heads()) ?? members);
      for (const pid of members) seen.add(pid);
      for (const pid of heads) if (!signalled.has(pid)) sendTo(pid, signal);
      for (const pid of heads) signalled.add(pid);
      // Timers of their own would keep a harness alive that is done.
      const again = new AbortController();
      await Promise.race([
        this.exited,
        delay(SIGNAL_EVERY_MS, undefined, { signal: again.signal }).catch(() => {}),
      ]);
      again.abort();
    }
    return this.exit === undefined ? undefined : { ...this.exit, processes: [...seen] };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // A paused process cannot act on SIGTERM; data folders are removed, so nothing is gained by a gentle end.
    await this.endBy('SIGKILL');
    await this.exited;
  }

  /** What the process printed to its log, the processes before it included. */
  log(): Promise<string> {
    return readFile(this.logFile, 'utf8').catch(() => '');
  }

  /** The last lines that the process printed to its log. */
  async lastWords(lines = 3): Promise<string> {
    const last = (await this.log()).trim().split('\n').slice(-lines);
    return last
      .map((line) => (line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE - 1)}…` : line))
      .join('\n    ');
  }

  /** How it ended, in words. */
  describeExit(): string {
    const { exit } = this;
    if (exit === undefined) return 'it is still running';
    if (exit.error) return `it could not be started (${exit.error.message})`;
    const how = exit.signal === null ? `exited with code ${exit.code}` : `was ended by ${exit.signal}`;
    return `it ${how} after ${(exit.afterMs / 1000).toFixed(1)} s`;
  }
}
