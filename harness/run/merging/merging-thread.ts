import { Worker } from 'node:worker_threads';
import { programFile } from '../../../protocol/program-file.ts';
import type { Merged } from '../../history/merge/merge.ts';
import type { Survey } from '../../history/merge/survey.ts';
import { thrown, type Said, type Task, type Told } from './messages.ts';

/** Pieces of what is merged that may wait to be read, and how long each is. */
const PLACES = 4;
const PLACE_BYTES = 1 << 20;

/** A thread that merges the parts of a history while this one reads what becomes of them. It is asked one thing at a time. */
export class MergingThread implements AsyncDisposable {
  readonly #places = Array.from({ length: PLACES }, () => new SharedArrayBuffer(PLACE_BYTES));
  readonly #worker: Worker;
  readonly #said: Said[] = [];
  #failure: unknown;
  #wake = () => {};

  constructor(files: readonly string[], { sameClock }: { sameClock: boolean }) {
    const workerData: Task = { files, sameClock, places: this.#places };
    this.#worker = new Worker(programFile('merge-main', import.meta.url), { workerData });
    this.#worker.on('message', (message: Said) => {
      this.#said.push(message);
      this.#wake();
    });
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', (code) => this.#fail(new Error(`the thread that merges ended with ${code}`)));
  }

  /** Has it go through a part. Rejects with a usage error for what is no part of a run. */
  async survey(at: number): Promise<void> {
    this.#tell({ kind: 'survey', at });
    await this.#hear();
  }

  /** Tells it what was seen of a part elsewhere. */
  surveyed(at: number, survey: Survey): void {
    this.#tell({ kind: 'surveyed', at, survey });
  }

  /** What `mergeHistories` gives, once all parts were gone through. It may be asked for again when it was read to its end. */
  async *merged(): AsyncGenerator<Uint8Array, Merged, undefined> {
    this.#tell({ kind: 'merge' });
    for (;;) {
      const next = await this.#hear();
      if (next.kind === 'merged') return next.merged;
      if (next.kind !== 'piece') throw new Error(`the thread that merges says ${next.kind}`);
      const { place, bytes } = next;
      yield new Uint8Array(this.#places[place] as SharedArrayBuffer, 0, bytes);
      this.#tell({ kind: 'read', place });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }

  #tell(message: Told): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- it is a thread, and no window
    this.#worker.postMessage(message);
  }

  async #hear(): Promise<Exclude<Said, { kind: 'refused' }>> {
    for (;;) {
      const next = this.#said.shift();
      if (next?.kind === 'refused') throw thrown(next);
      if (next !== undefined) return next;
      if (this.#failure !== undefined) throw this.#failure;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#wake();
  }
}
