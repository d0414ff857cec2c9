import { setTimeout as delay } from 'node:timers/promises';
import pWaitFor, { TimeoutError } from 'p-wait-for';
import { messageOf, unavailable } from '../../errors.ts';
import { refuses } from '../refuses.ts';
import type { Ended, Part } from '../subject.ts';
import { kubectl, placed, type Place } from './kubectl.ts';
import type { PodLog } from './logs.ts';
import { containerIn, endingOf, findPod, type Ending, type Pod } from './pods.ts';
import { askToEnd, FIRST, GO_ON, KILL, STOP } from './scripts.ts';
import { troubleOf } from './trouble.ts';

/** The kubelet waits 10 s and longer before it starts again what ends for the second time within ten minutes. */
const READY_LIMIT_MS = 120_000;
/** The app gives itself 5 s to answer what is in flight, a database may take longer over writing down what it has. */
const END_LIMIT_MS = 20_000;
/** What kills has yet to be run in the pod, which takes half a minute on a node that is short. */
const KILL_LIMIT_MS = 120_000;
const LOOK_EVERY_MS = 250;
const CONNECT_EVERY_MS = 10;
/** After its container has ended; it was looked at from before that. */
const REFUSED_WITHIN_MS = 2000;
const SIGNAL_BASE = 128;
const SIGNALS: Readonly<Record<number, string>> = { 2: 'SIGINT', 9: 'SIGKILL', 15: 'SIGTERM' };

export interface PodPartOptions {
  place: Place;
  /** What faults and the history call it. */
  name: string;
  /** The name of its pod. */
  pod: string;
  /** What its container is called there. */
  container: string;
  /** What asks it to end in its own order. */
  gentleSignal: string;
  /** How long it may take to end after it was asked to; 20 s if not said. */
  endLimitMs?: number;
  /** One attempt to see that it is ready; a rejection says why not. */
  attempt: () => Promise<void>;
  /** Where this machine reaches it; undefined: it does not. */
  address: { host: string; port: number } | undefined;
  log: PodLog;
  signal: AbortSignal;
}

/**
 * The container of a pod. It is ended and paused by signals from within its pod, and it is the kubelet that starts it
 * again, in the same pod, at the same address and with the same volumes.
 */
export class PodPart implements Part {
  readonly name: string;
  readonly #options: PodPartOptions;
  #pid = 0;
  /** Of its container; another one after each start. */
  #id: string | undefined;
  #uid: string | undefined;
  readonly #ended = new Set<string>();
  #isPaused = false;
  #isReplaced = false;
  /** True from a fault's onset until it is ready again: what happens to it then is the fault's doing. */
  isBeingBroken = false;

  constructor(options: PodPartOptions) {
    this.name = options.name;
    this.#options = options;
  }

  /** In its pod, where no number comes again. */
  get pid(): number {
    return this.#pid;
  }

  /** Of its container; undefined before it was first ready. */
  get id(): string | undefined {
    return this.#id;
  }

  /** Of its pod. */
  get uid(): string | undefined {
    return this.#uid;
  }

  get pod(): string {
    return this.#options.pod;
  }

  /** Its pod is taken away by a fault, and another one comes. */
  get isReplaced(): boolean {
    return this.#isReplaced;
  }

  /** From now on its pod may go, and what its container has printed is kept. */
  async beginReplacing(): Promise<void> {
    this.isBeingBroken = true;
    this.#isReplaced = true;
    if (this.#id !== undefined) this.#ended.add(this.#id);
    await this.#options.log.keep();
  }

  /** Another pod is there in its place. */
  endReplacing(): void {
    this.#isReplaced = false;
    this.isBeingBroken = false;
  }

  /** Rejects where connections to its port are not refused within a moment. */
  async assertRefuses(): Promise<void> {
    const { address, signal } = this.#options;
    if (address === undefined) throw new Error(`this machine does not reach ${this.name}`);
    const limit = AbortSignal.any([signal, AbortSignal.timeout(REFUSED_WITHIN_MS)]);
    if (!(await refusedAt(address, limit)))
      throw new Error(`the pod of ${this.name} is gone, and its port was never seen to refuse connections`);
  }

  /** Whether it is known by now that the container of that id has ended. */
  hasEnded(id: string): boolean {
    return this.#ended.has(id);
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<Ended> {
    const { gentleSignal, address, log } = this.#options;
    const { pid } = this;
    const id = this.#id;
    if (id === undefined || pid === 0) throw new Error(`${this.name} is not running`);
    this.isBeingBroken = true;
    this.#ended.add(id);
    const over = new AbortController();
    // From before it ends: the kubelet soon has it up again.
    const refused = address && refusedAt(address, over.signal);
    try {
      let failed: unknown;
      if (signal === 'SIGTERM') await this.run(askToEnd(gentleSignal));
      // Whoever runs this in a container that ends by it may never be told how it ended: the pod tells.
      else void this.run(KILL, over.signal).catch((error: unknown) => (failed = error));
      const ending = await this.#ending(id, signal).catch((error: unknown) => {
        throw failed === undefined ? error : new Error(`${messageOf(error)}: ${messageOf(failed)}`);
      });
      this.#pid = 0;
      setTimeout(() => over.abort(), REFUSED_WITHIN_MS).unref();
      if ((await refused) === false)
        throw new Error(`${this.name} has ended, and its port was never seen to refuse connections`);
      await log.keep();
      const port = address === undefined ? '' : ', and its port refused connections';
      return {
        pid,
        exit: exitOf(ending.exitCode),
        seen: `the kubelet tells that its container ended, with code ${ending.exitCode}${port}`,
      };
    } finally {
      over.abort();
    }
  }

  /** The kubelet does; this waits until it has. */
  async start(): Promise<void> {
    await this.untilReady();
    this.isBeingBroken = false;
  }

  async pause(): Promise<string> {
    this.isBeingBroken = true;
    this.#isPaused = true;
    await this.run(STOP);
    return 'every process of its container is stopped (state T)';
  }

  async resume(): Promise<void> {
    if (!this.#isPaused) return;
    await this.run(GO_ON);
    this.#isPaused = false;
    await this.untilReady();
    this.isBeingBroken = false;
  }

  /** Waits until a container of its that no fault has ended is ready; rejects with what was seen last. */
  async untilReady(): Promise<void> {
    const { place, pod, attempt, signal } = this.#options;
    let last = 'there is no such pod';
    let found: Pod | undefined;
    const isReady = async () => {
      found = await this.#look();
      const trouble = found && troubleOf(found, place);
      if (trouble !== undefined) throw trouble;
      const container = found && containerIn(found);
      const waits = container?.state.waiting?.reason;
      if (waits !== undefined) last = `its container waits: ${waits}`;
      const id = container?.containerID;
      if (container?.state.running === undefined || id === undefined || this.#ended.has(id)) return false;
      try {
        await attempt();
        return true;
      } catch (error) {
        last = messageOf(error);
        return false;
      }
    };
    try {
      await pWaitFor(isReady, { interval: LOOK_EVERY_MS, timeout: READY_LIMIT_MS, signal });
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error;
      throw unavailable(`the pod ${pod} was not ready within ${READY_LIMIT_MS / 1000} s: ${last}`, {
        next: `kubectl ${placed(place).join(' ')} describe pod ${pod}; the logs of the run have what it printed`,
      });
    }
    this.#id = found && containerIn(found)?.containerID;
    this.#uid = found?.metadata.uid;
    this.#pid = Number(await this.run(FIRST));
  }

  /** The same of what ended by itself. */
  async untilReadyAfter(id: string): Promise<void> {
    this.#ended.add(id);
    await this.#options.log.keep();
    await this.untilReady();
  }

  #look(): Promise<Pod | undefined> {
    const { place, pod, signal } = this.#options;
    return findPod(place, pod, signal);
  }

  /** Runs a script in its container. Rejects where that fails, or nothing can be run there. */
  protected run(script: string, until?: AbortSignal): Promise<string> {
    const { place, pod, container } = this.#options;
    const signal =
      until === undefined ? this.#options.signal : AbortSignal.any([this.#options.signal, until]);
    const args = [...placed(place), 'exec', pod, '--container', container, '--', 'sh', '-c', script];
    return kubectl(args, { signal });
  }

  async #ending(id: string, after: string): Promise<Ending> {
    let ending: Ending | undefined;
    const hasEnded = async () => {
      const pod = await this.#look();
      if (pod === undefined) throw new Error(`the pod of ${this.name} is gone`);
      return (ending = endingOf(pod, id)) !== undefined;
    };
    const { endLimitMs = END_LIMIT_MS } = this.#options;
    const milliseconds = after === 'SIGKILL' ? KILL_LIMIT_MS : endLimitMs;
    const message = `${this.name} took more than ${milliseconds / 1000} s to end after ${after}`;
    const timeout = { milliseconds, message };
    await pWaitFor(hasEnded, { interval: LOOK_EVERY_MS, timeout, signal: this.#options.signal });
    return ending as Ending;
  }
}

/** Whether a connection was refused before the signal aborted. */
export async function refusedAt(
  address: { host: string; port: number },
  signal: AbortSignal,
): Promise<boolean> {
  while (!signal.aborted) {
    if (await refuses(address)) return true;
    await delay(CONNECT_EVERY_MS, undefined, { signal }).catch(() => {});
  }
  return false;
}

/** A container that a signal ended exits with 128 and the signal's number. */
export const exitOf = (code: number): string => SIGNALS[code - SIGNAL_BASE] ?? `code ${code}`;
