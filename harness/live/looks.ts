import { Worker } from 'node:worker_threads';
import { programFile } from '../../protocol/program-file.ts';
import type { Judged } from './messages.ts';

/** From one look to the next, at least; */
const EVERY_MS = 15_000;
/** and so many times as long as the last one took: it is at work for a small part of the time, however long the run. */
const REST = 20;
/** What a look may take of memory. */
const MOST_MEGABYTES = 1024;

/**
 * Judges the history so far, now and then, each time from its beginning, in a thread of its own that ends with it: the
 * run goes on beside it, and nothing stays in memory.
 */
export class Looks {
  #last: Judged | undefined;
  #doubt: string | undefined;
  #nextMs: number;
  #worker: Worker | undefined;
  readonly #clock: () => number;

  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
    this.#nextMs = clock() + EVERY_MS;
  }

  get last(): Judged | undefined {
    return this.#last;
  }

  /** Why nobody looks any more. */
  get doubt(): string | undefined {
    return this.#doubt;
  }

  /** Looks, if it is time to. */
  tick(file: string | undefined): void {
    if (file === undefined || this.#worker !== undefined || this.#doubt !== undefined) return;
    const begunMs = this.#clock();
    if (begunMs < this.#nextMs) return;
    const worker = new Worker(programFile('judge-main', import.meta.url), {
      workerData: { file },
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
    });
    this.#worker = worker;
    worker.on('message', (judged: Judged) => (this.#last = judged));
    worker.on('error', (error) => {
      this.#doubt = `not looked for any more (${error.message}); the verdict at the end does`;
    });
    worker.on('exit', () => {
      this.#worker = undefined;
      const tookMs = this.#clock() - begunMs;
      this.#nextMs = this.#clock() + Math.max(EVERY_MS, REST * tookMs);
    });
  }

  async end(): Promise<void> {
    this.#doubt ??= 'the run is being judged';
    await this.#worker?.terminate();
  }
}
