import pWaitFor from 'p-wait-for';
import { EXIT_CALLED } from '../../../protocol/last-words.ts';
import { unavailable } from '../../errors.ts';
import type { Ended, Part } from '../subject.ts';
import type { Child } from '../../process/child.ts';
import { descendantsOf } from './descendants.ts';
import { groupOf } from '../../process/group.ts';
import { sendTo } from '../../process/send-to.ts';
import { isStopped, stateOf } from './state.ts';
import { waitUntilReady, type ReadyOptions } from '../../process/ready.ts';
import { uncaughtIn, type Uncaught } from './uncaught.ts';

const SIGNAL_LIMIT_MS = 10_000;

export interface PartOptions {
  name: string;
  /** What the reader of an error calls it: `app (memory, instance 2)`. */
  what: string;
  spawn: () => Child;
  /** One attempt to see that it is ready; a rejection says why not. */
  attempt: () => Promise<void>;
  readyLimitMs: number;
  /** How long it may take to end after SIGTERM. */
  endLimitMs: number;
  /** What to send instead of SIGTERM, where that means something else to it. */
  gentleSignal?: NodeJS.Signals;
  /** Looks, once it has ended, whether it is gone for its clients too; a rejection says how that is seen. */
  seenGone?: () => Promise<void>;
  /** What to do if it does not get ready. */
  next: ReadyOptions['next'];
  signal: AbortSignal;
  /** Called when the process ends although nobody asked it to, with what it did to itself if it did. */
  onDeath: (what: string, uncaught?: Uncaught) => void;
}

/** A process of this machine that is started, ended and paused, always at the same place. */
export class ProcessPart implements Part, AsyncDisposable {
  readonly name: string;
  readonly #options: PartOptions;
  #child: Child | undefined;
  #expectedToEnd = false;
  /** What it had started itself when it was paused. */
  #paused: number[] = [];

  constructor(options: PartOptions) {
    this.name = options.name;
    this.#options = options;
  }

  get pid(): number {
    return this.#child?.exit === undefined ? (this.#child?.pid ?? 0) : 0;
  }

  async start(): Promise<void> {
    const { what, spawn, attempt, readyLimitMs, next, signal, onDeath } = this.#options;
    const child = spawn();
    this.#child = child;
    this.#expectedToEnd = false;
    let ready = false;
    const before = (await child.log()).length;
    void child.exited.then(async (exit) => {
      if (!ready || this.#expectedToEnd) return;
      const uncaught = uncaughtIn((await child.log()).slice(before), exit);
      onDeath(await this.#obituary(child, uncaught), uncaught);
    });
    await waitUntilReady({ child, what, attempt, limitMs: readyLimitMs, signal, next });
    ready = true;
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<Ended> {
    const { endLimitMs, gentleSignal = 'SIGTERM', seenGone } = this.#options;
    const child = this.#running();
    this.#expectedToEnd = true;
    child.signal(signal === 'SIGTERM' ? gentleSignal : signal);
    const limit = AbortSignal.timeout(endLimitMs);
    const exit = await Promise.race([
      child.exited,
      new Promise<undefined>((resolve) => limit.addEventListener('abort', () => resolve(undefined))),
    ]);
    if (exit === undefined) {
      throw unavailable(`${this.name} was still running ${endLimitMs / 1000} s after ${signal}`);
    }
    await seenGone?.();
    return { pid: child.pid as number, exit: exit.signal ?? `code ${exit.code}` };
  }

  async pause(): Promise<string> {
    const child = this.#running();
    child.signal('SIGSTOP');
    // Its own processes, such as those that PostgreSQL has for each connection, would go on by themselves.
    const group = child.isGroup ? await groupOf(this.pid) : [this.pid];
    for (const pid of group) await untilState(this.name, pid, isStopped, 'stop');
    const others = await descendantsOf(this.pid);
    this.#paused = [...new Set([...group, ...others])].filter((pid) => pid !== this.pid);
    for (const pid of this.#paused) {
      process.kill(pid, 'SIGSTOP');
      await untilState(this.name, pid, isStopped, 'stop');
    }
    child.share(this.#paused);
    const more = this.#paused.length === 0 ? '' : `, and ${this.#paused.length} that it started`;
    return `process ${this.pid} is stopped (state T)${more}`;
  }

  async resume(): Promise<void> {
    if (this.pid === 0) return;
    const child = this.#running();
    child.unshare(this.#paused);
    for (const pid of this.#paused.splice(0)) sendTo(pid, 'SIGCONT');
    child.signal('SIGCONT');
    const group = child.isGroup ? await groupOf(this.pid) : [this.pid];
    for (const pid of group) await untilState(this.name, pid, (state) => !isStopped(state), 'go on');
  }

  async #obituary(child: Child, uncaught: Uncaught | undefined): Promise<string> {
    const end = `${this.name} ended by itself: ${child.describeExit()}`;
    const words = uncaught === undefined ? await child.lastWords() : '';
    const said =
      uncaught === undefined
        ? words && `; the last lines of its log: ${words}`
        : `, ${uncaught.said.startsWith(EXIT_CALLED) ? 'by its own code' : 'of an error that nobody caught'}: ${uncaught.said}`;
    return `${end}${said} (${child.logFile})`;
  }

  #running(): Child {
    const child = this.#child;
    if (child?.pid === undefined || child.exit !== undefined) throw new Error(`${this.name} is not running`);
    return child;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#expectedToEnd = true;
    // What is stopped does not notice that its parent is gone.
    this.#child?.unshare(this.#paused);
    for (const pid of this.#paused.splice(0)) sendTo(pid, 'SIGKILL');
    await this.#child?.[Symbol.asyncDispose]();
  }
}

/** The signal is only asked for; the process's state says when it has had its effect. */
async function untilState(
  name: string,
  pid: number,
  isWanted: (state: string) => boolean,
  verb: string,
): Promise<void> {
  const reached = async () => isWanted(await stateOf(pid));
  const timeout = {
    milliseconds: SIGNAL_LIMIT_MS,
    message: `${name} did not ${verb} within ${SIGNAL_LIMIT_MS / 1000} s of the signal`,
  };
  await pWaitFor(reached, { interval: 5, timeout });
}
