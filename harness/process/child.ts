import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { childEnvironment } from './environment.ts';
import { hidingStream } from '../secrets/hide.ts';
import { groupOf } from './group.ts';
import type { Reaper } from './reaper.ts';

/** How a process ended. */
export interface Exit {
  code: number | null;
  signal: string | null;
  afterMs: number;
  /** It could not be started at all. */
  error?: Error;
}

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
  /**
   * What it starts is part of it: signals go to all of its process group, and it has ended when nobody is left there.
   * So a server behind a shell, or one whose first process only starts the others, is as a whole what is ended.
   */
  isGroup?: boolean;
}

/** A process that is running, or was. Disposing of it kills it and waits until it is gone. */
export class Child implements AsyncDisposable {
  readonly name: string;
  readonly pid: number | undefined;
  readonly logFile: string;
  readonly isGroup: boolean;
  /** Settles when the process has ended; never rejects. */
  readonly exited: Promise<Exit>;
  exit: Exit | undefined;
  readonly #reaper: Reaper;

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
      isGroup = false,
    } = options;
    const { secrets = [] } = options;
    this.isGroup = isGroup;
    this.name = name;
    this.logFile = logFile;
    this.#reaper = reaper;
    const startedMs = performance.now();
    const log = createWriteStream(logFile, { flags: 'a' });
    // The log is a help to the reader; a full disk shows at the history, which is what must not be lost.
    log.on('error', () => {});
    // Detached: Ctrl-C on the terminal must reach the harness alone, which ends its children in its own order.
    const running = execa(command, args, {
      detached: true,
      stdin: 'ignore',
      env: childEnvironment(env, { passedOn }),
      extendEnv: false,
      ...(cwd === undefined ? {} : { cwd }),
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
      buffer: false,
      reject: false,
    });
    this.pid = running.pid;
    if (running.pid !== undefined) reaper.own(running.pid);
    const flushed: Promise<void>[] = [];
    const toLog = (stream: Readable) => {
      const shown = secrets.length === 0 ? stream : stream.pipe(hidingStream(secrets));
      if (shown !== stream) flushed.push(finished(shown).catch(() => {}));
      shown.pipe(log, { end: false });
    };
    toLog(running.stdout);
    if (onStderr) onStderr(running.stderr);
    else toLog(running.stderr);
    this.exited = running.then(async (result) => {
      if (isGroup && running.pid !== undefined) await emptied(running.pid);
      if (running.pid !== undefined) reaper.release(running.pid);
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

  /** Has processes that it started itself end with the harness too, such as those that are stopped and see nothing. */
  share(pids: readonly number[]): void {
    this.#reaper.own(...pids);
  }

  unshare(pids: readonly number[]): void {
    this.#reaper.release(...pids);
  }

  /** Sends a signal; false if the process is gone. */
  signal(signal: NodeJS.Signals): boolean {
    if (this.pid === undefined || this.exit !== undefined) return false;
    if (!this.isGroup) return process.kill(this.pid, signal);
    try {
      return process.kill(-this.pid, signal);
    } catch {
      // Its last process has just gone.
      return false;
    }
  }

  /** Asks it to end, and kills it if it has not within `graceMs`. */
  async stop(graceMs: number): Promise<Exit> {
    if (this.signal('SIGTERM')) {
      const limit = new AbortController();
      await Promise.race([this.exited, delay(graceMs, undefined, { signal: limit.signal }).catch(() => {})]);
      limit.abort();
    }
    this.signal('SIGKILL');
    return this.exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // A paused process cannot act on SIGTERM; data folders are removed, so nothing is gained by a gentle end.
    this.signal('SIGKILL');
    await this.exited;
  }

  /** What the process printed to its log, the processes before it included. */
  log(): Promise<string> {
    return readFile(this.logFile, 'utf8').catch(() => '');
  }

  /** The last lines that the process printed to its log. */
  async lastWords(lines = 3): Promise<string> {
    const last = (await this.log()).trim().split('\n').slice(-lines);
    return last.map((line) => (line.length > 160 ? `${line.slice(0, 159)}…` : line)).join('\n    ');
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

const EMPTY_EVERY_MS = 50;

/** Resolves when nobody is left in a process group. */
async function emptied(pgid: number): Promise<void> {
  while (hasMembers(pgid) && (await groupOf(pgid)).length > 0) await delay(EMPTY_EVERY_MS);
}

/** Spares most the look at all processes; the dead that nobody has buried count. */
function hasMembers(pgid: number): boolean {
  try {
    return process.kill(-pgid, 0);
  } catch {
    return false;
  }
}
