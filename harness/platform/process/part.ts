import pWaitFor from 'p-wait-for';
import { EXIT_CALLED } from '../../../protocol/last-words.ts';
import { unavailable } from '../../errors.ts';
import type { Ended, OwnEnd, Part } from '../subject.ts';
import type { Child } from '../../process/child.ts';
import { refusing } from '../refusing.ts';
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
  /** Where it takes connections: that they are refused shows from outside that it is gone. */
  port: number;
  /** How many of its last lines are told where it ends, or does not get ready; absent: as usual. */
  lines?: number;
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
  /** Those that were asked to end: each is one, whoever has taken its place since. */
  readonly #asked = new WeakSet<Child>();
  /** The first of its processes, or who is left where that only started the others. */
  #lead = 0;
  #paused: number[] = [];

  constructor(options: PartOptions) {
    this.name = options.name;
    this.#options = options;
  }

  get pid(): number {
    return this.#child?.exit === undefined ? this.#lead : 0;
  }

  async start(): Promise<void> {
    const { what, spawn, attempt, readyLimitMs, lines, next, signal, onDeath } = this.#options;
    const child = spawn();
    this.#child = child;
    this.#lead = child.pid ?? 0;
    let ready = false;
    const before = (await child.log()).length;
    void child.exited.then(async (exit) => {
      if (!ready || this.#asked.has(child)) return;
      const uncaught = uncaughtIn((await child.log()).slice(before), exit);
      onDeath(await this.#obituary(child, uncaught), uncaught);
    });
    await waitUntilReady({ child, what, attempt, limitMs: readyLimitMs, lines, signal, next });
    ready = true;
    const members = await child.members();
    this.#lead = members[0] ?? this.#lead;
    if (members.length > 1 || this.#lead !== child.pid)
      child.share(members.filter((pid) => pid !== child.pid));
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<Ended> {
    const { endLimitMs, gentleSignal = 'SIGTERM', port } = this.#options;
    const child = this.#running();
    const pid = this.pid;
    this.#asked.add(child);
    const ending = await child.endBy(
      signal === 'SIGTERM' ? gentleSignal : signal,
      AbortSignal.timeout(endLimitMs),
    );
    if (ending === undefined) {
      throw unavailable(`${this.name} was still running ${endLimitMs / 1000} s after ${signal}`);
    }
    await refusing(this.name, port);
    const { length } = ending.processes;
    const all = length === 1 ? 'its process' : `all ${length} processes of it`;
    return {
      pid,
      exit: exitOf(child, pid),
      seen: `${all} ended, and its port refused connections`,
    };
  }

  async ownEnd(limit: AbortSignal): Promise<OwnEnd> {
    const child = this.#running();
    const { pid } = this;
    this.#asked.add(child);
    const before = (await child.log()).length;
    try {
      await pWaitFor(() => child.exit !== undefined, { interval: 20, signal: limit });
    } catch {
      this.#asked.delete(child);
      throw new Error(`${this.name} did not end by itself`);
    }
    await refusing(this.name, this.#options.port);
    return {
      pid,
      exit: exitOf(child, pid),
      seen: 'it ended by itself, and its port refused connections',
      printed: (await child.log()).slice(before),
    };
  }

  async pause(): Promise<string> {
    const child = this.#running();
    const { pid } = this;
    // Its own processes, such as those that PostgreSQL has for each connection, would go on by themselves. Whoever is
    // stopped starts no more of them, so that nobody is left once all are.
    for (let more = await child.members(); more.length > 0; more = await this.#notPausedOf(child)) {
      for (const one of more) sendTo(one, 'SIGSTOP');
      this.#paused.push(...more);
      for (const one of more) await untilState(this.name, one, isStopped, 'stop');
    }
    const others = this.#paused.length - 1;
    child.share(this.#paused.filter((one) => one !== child.pid));
    return `process ${pid} is stopped (state T)${others === 0 ? '' : `, and ${others} that it started`}`;
  }

  async resume(): Promise<void> {
    if (this.pid === 0) return;
    this.#running();
    const paused = this.#paused.splice(0);
    for (const pid of paused) sendTo(pid, 'SIGCONT');
    for (const pid of paused) await untilState(this.name, pid, (state) => !isStopped(state), 'go on');
  }

  async #notPausedOf(child: Child): Promise<number[]> {
    return (await child.members()).filter((pid) => !this.#paused.includes(pid));
  }

  async #obituary(child: Child, uncaught: Uncaught | undefined): Promise<string> {
    const end = `${this.name} ended by itself: ${child.describeExit()}`;
    const words = uncaught === undefined ? await child.lastWords(this.#options.lines) : '';
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
    if (this.#child !== undefined) this.#asked.add(this.#child);
    for (const pid of this.#paused.splice(0)) sendTo(pid, 'SIGKILL');
    await this.#child?.[Symbol.asyncDispose]();
  }
}

/** Of a process that somebody else started nobody is told how it ended. */
const exitOf = ({ pid, exit }: Child, lead: number): string =>
  pid === lead && exit !== undefined ? (exit.signal ?? `code ${exit.code}`) : 'gone';

/** The signal is only asked for; the process's state says when it has had its effect. */
async function untilState(
  name: string,
  pid: number,
  isWanted: (state: string) => boolean,
  verb: string,
): Promise<void> {
  // Whoever has ended meanwhile, such as a worker that was done, needs no more waiting for.
  const reached = async () => {
    const state = await stateOf(pid).catch(() => undefined);
    return state === undefined || isWanted(state);
  };
  const timeout = {
    milliseconds: SIGNAL_LIMIT_MS,
    message: `${name} did not ${verb} within ${SIGNAL_LIMIT_MS / 1000} s of the signal`,
  };
  await pWaitFor(reached, { interval: 5, timeout });
}
