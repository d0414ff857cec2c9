import { setTimeout as delay } from 'node:timers/promises';
import type { Ended, ServerMemory, StoreServer } from '../../subject.ts';
import { isReadable, readableSession, type LookOptions } from '../project/look.ts';
import { OwnPodPart, type OwnPartOptions } from './part.ts';

const AGAIN_AFTER_MS = 50;

/**
 * The server of the store of the user's app. That the app has its sessions there is not taken on trust: while it is gone
 * or paused, a session that could be read before can not. As the cluster has it back at once, that is looked at from
 * before it ends until it is ready again.
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
    await super.start();
    const wasAway = await this.#looking?.end();
    if (wasAway === false) throw this.#notTheStore();
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

  /** Reads a session again and again; its end says whether that failed once. */
  async #startLooking(): Promise<{ end: () => Promise<boolean> }> {
    const { signal } = this.#look;
    const session = await readableSession(this.#look);
    const over = new AbortController();
    const looking = (async () => {
      while (!over.signal.aborted) {
        if (!(await isReadable(session, signal).catch(() => false))) return true;
        await delay(AGAIN_AFTER_MS, undefined, { signal: over.signal }).catch(() => {});
      }
      return false;
    })();
    return {
      end: () => {
        over.abort();
        return looking;
      },
    };
  }

  #notTheStore(): Error {
    return new Error(
      `the app gave out a session all the while that ${this.name} was away: its sessions are not there, or not only there, or it was back within a second`,
    );
  }
}
