import pWaitFor, { TimeoutError } from 'p-wait-for';
import { unavailable, messageOf } from '../../errors.ts';
import type { Ended, Part } from '../subject.ts';
import { docker } from './command.ts';
import { containerOf, type Container } from './containers.ts';

/** Starting a container and a database in it, on a busy machine. */
const READY_LIMIT_MS = 60_000;
/** The app gives itself 5 s to answer what is in flight, a database may take longer over writing down what it has. */
const END_LIMIT_MS = 20_000;
const SIGNAL_BASE = 128;
const SIGNALS: Readonly<Record<number, string>> = { 9: 'SIGKILL', 15: 'SIGTERM' };

export interface ContainerPartOptions {
  service: string;
  /** Finds its container, which stays the same through all faults. */
  find: () => Promise<Container>;
  /** What faults and the history call it. */
  name: string;
  /** One attempt to see that it is ready; a rejection says why not. */
  attempt: () => Promise<void>;
  signal: AbortSignal;
}

/** A container of a compose project that is ended, started and paused by `docker`. */
export class ContainerPart implements Part {
  readonly name: string;
  readonly service: string;
  readonly #options: ContainerPartOptions;
  #id: string | undefined;
  #pid = 0;
  #isPaused = false;
  /** True from a fault's onset until it is ready again: what happens to it then is the fault's doing. */
  isBeingBroken = false;

  constructor(options: ContainerPartOptions) {
    this.name = options.name;
    this.service = options.service;
    this.#options = options;
  }

  get pid(): number {
    return this.#pid;
  }

  /** Of its container; undefined before it was first seen. */
  get id(): string | undefined {
    return this.#id;
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<Ended> {
    const { Id, State } = await this.#look();
    if (!State.Running) throw new Error(`${this.name} is not running`);
    this.isBeingBroken = true;
    // Gently is by the signal that the image asks for: PostgreSQL waits for all its clients on SIGTERM.
    const how = signal === 'SIGKILL' ? ['kill'] : ['stop', '-t', String(END_LIMIT_MS / 1000)];
    await this.#docker(...how, Id);
    const container = await this.#until(
      ({ State: now }) => !now.Running,
      END_LIMIT_MS,
      `to end after ${signal}`,
    );
    this.#pid = 0;
    return {
      pid: State.Pid,
      exit: exitOf(container.State.ExitCode),
      seen: 'its container, and all that ran in it, had ended',
    };
  }

  async start(): Promise<void> {
    const { Id } = await this.#look();
    await this.#docker('start', Id);
    await this.untilReady();
    this.isBeingBroken = false;
  }

  async pause(): Promise<string> {
    const { Id } = await this.#look();
    this.isBeingBroken = true;
    this.#isPaused = true;
    await this.#docker('pause', Id);
    await this.#until(({ State }) => State.Paused, END_LIMIT_MS, 'to pause');
    return 'the container is paused: its processes are frozen';
  }

  async resume(): Promise<void> {
    if (!this.#isPaused) return;
    const { Id } = await this.#look();
    await this.#docker('unpause', Id);
    await this.#until(({ State }) => !State.Paused, END_LIMIT_MS, 'to go on');
    this.#isPaused = false;
    this.isBeingBroken = false;
  }

  /** Waits until it answers; rejects with what was seen last, and the last lines of its log. */
  async untilReady(): Promise<void> {
    const { attempt, signal } = this.#options;
    let last = 'no answer';
    const isReady = async () => {
      try {
        await attempt();
        return true;
      } catch (error) {
        last = messageOf(error);
        return false;
      }
    };
    try {
      await pWaitFor(isReady, { interval: 50, timeout: READY_LIMIT_MS, signal });
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error;
      throw unavailable(`${this.service} was not ready within ${READY_LIMIT_MS / 1000} s: ${last}`, {
        next: `docker compose logs ${this.service}`,
      });
    }
    await this.#look();
  }

  #docker(...args: readonly string[]): Promise<string> {
    return docker({ args }, this.#options.signal);
  }

  async #look(): Promise<Container> {
    const { find, signal } = this.#options;
    // Asking compose for it each time would take as long as some faults.
    const container = await (this.#id === undefined ? find() : containerOf(this.#id, signal));
    this.#id = container.Id;
    this.#pid = container.State.Pid;
    return container;
  }

  async #until(isSo: (container: Container) => boolean, limitMs: number, what: string): Promise<Container> {
    const { signal } = this.#options;
    let container = await this.#look();
    const reached = async () => isSo(container) || isSo((container = await this.#look()));
    const message = `${this.service} took more than ${limitMs / 1000} s ${what}`;
    await pWaitFor(reached, { interval: 50, timeout: { milliseconds: limitMs, message }, signal });
    return container;
  }
}

/** A container that a signal ended exits with 128 and the signal's number. */
function exitOf(code: number): string {
  return SIGNALS[code - SIGNAL_BASE] ?? `code ${code}`;
}
