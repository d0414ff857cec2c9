import { setTimeout as delay } from 'node:timers/promises';
import { refuses } from '../../refuses.ts';
import type { Ended, ServerMemory, StoreServer } from '../../subject.ts';
import { isReadable, readableSession, type LookOptions } from '../project/look.ts';
import { OwnPodPart, type OwnPartOptions } from './part.ts';
import { type Attempt, type Read, wasAway } from './was-away.ts';

const AGAIN_AFTER_MS = 50;
const CONNECT_EVERY_MS = 20;

/**
 * The server of the store of the user's app. That the app has its sessions there is not taken on trust: while it is gone
 * or paused, a session that could be read before can not, or not until it is back. As the cluster has it back at once,
 * that is looked at from before it ends until it is ready again.
 */
export class OwnServerPod extends OwnPodPart implements StoreServer {
  readonly #look: LookOptions;
  #looking: { end: () => Promise<boolean> } | undefined;

  constructor({ look, ...options }: Omit<OwnPartOptions, 'attempt'> & { look: LookOptions }) {
    super({ ...options, attempt: () => readableSession(look).then(() => {}) });
    this.#look = look;
  }

  override async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<Ended> {
    this.#looking = await this.#startLooking();
    try {
      return await super.end(signal);
    } catch (error) {
      await this.#looking.end();
      throw error;
    }
  }

  override async start(): Promise<void> {
    let saysAway: boolean | undefined;
    try {
      await super.start();
    } finally {
      saysAway = await this.#looking?.end();
      this.#looking = undefined;
    }
    if (saysAway === false) throw this.#notTheStore();
  }

  override async pause(): Promise<string> {
    const session = await readableSession(this.#look);
    const seen = await super.pause();
    if (!(await isReadable(session, this.#look.signal)))
      return `${seen}; and the app could not read a session`;
    await this.resume();
    throw this.#notTheStore();
  }

  memory(): Promise<ServerMemory> {
    return Promise.reject(new Error(`the memory of ${this.name} is not read`));
  }

  /** Reads a session again and again, and looks whether the server refuses connections; its end says what that tells. */
  async #startLooking(): Promise<{ end: () => Promise<boolean> }> {
    const { signal } = this.#look;
    const session = await readableSession(this.#look);
    const over = new AbortController();
    // Whoever interrupts the run may have nobody ask for its end.
    const ends = AbortSignal.any([signal, over.signal]);
    const [reads, attempts]: [Read[], Attempt[]] = [[], []];
    const again = async (everyMs: number, look: (at: number) => Promise<void>) => {
      while (!ends.aborted) {
        await look(performance.now());
        // It rejects where it is cut short, and then all is over.
        await delay(everyMs, undefined, { signal: ends }).catch(() => {});
      }
    };
    const reading = again(AGAIN_AFTER_MS, async (began) => {
      const isGiven = await isReadable(session, signal).catch(() => false);
      reads.push({ began, ended: performance.now(), isGiven });
      if (!isGiven) over.abort();
    });
    const address = await this.reached();
    const connecting =
      address &&
      again(CONNECT_EVERY_MS, async (at) => {
        attempts.push({ at, isRefused: await refuses(address) });
      });
    return {
      end: async () => {
        over.abort();
        await Promise.all([reading, connecting]);
        return wasAway(reads, attempts);
      },
    };
  }

  #notTheStore(): Error {
    return new Error(
      `the app gave out a session all the while that ${this.name} was away: its sessions are not there, or not only there, or it was back too soon to tell`,
    );
  }
}
