import { stat } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { Worker } from 'node:worker_threads';
import { programFile } from '../../../protocol/program-file.ts';
import type { Found, Looked } from '../../checker/share/found.ts';
import type { Others } from '../../checker/share/others.ts';
import { sharesOf, Unsplittable, type Share } from '../../checker/share/share.ts';
import type { Answer, Commission, Decide } from './messages.ts';

/** From here on several workers judge by themselves; below, a new thread is over before its code is compiled. */
const BIG_BYTES = 1_000_000_000;
/** The first one reads everything: more than this have to wait for it. */
const MOST_BY_ITSELF = 4;
export const MOST_WORKERS = 64;

/** What each takes of processors, with the compiler and the collector that help it. */
const PROCESSORS_EACH = 1.5;

/** How many workers a history is judged by where nobody says: as many as idle processors can carry. */
async function workersFor(file: string): Promise<number> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size < BIG_BYTES) return 1;
  const [busy = 0] = loadavg();
  return Math.max(1, Math.min(Math.floor((availableParallelism() - busy) / PROCESSORS_EACH), MOST_BY_ITSELF));
}

/**
 * Has a history judged by so many workers, this thread among them, which come to what one alone would: each judges a share
 * of the sessions. Where that cannot be done, `judge` is called again, without others.
 */
export async function judgedByTeam<Judged>(
  file: string,
  { workers, judge }: { workers: number | undefined; judge: (others?: Others) => Promise<Judged> },
): Promise<Judged> {
  const [own, ...shares] = sharesOf(workers ?? (await workersFor(file)));
  if (own === undefined || shares.length === 0) return await judge();
  const threads = shares.map((share) => new Thread(file, share));
  try {
    return await judge({
      share: own,
      looked: () => Promise.all(threads.map((thread) => thread.looked())),
      decide: async (experiment, seen, told) => {
        const found = threads.map((thread, at) => thread.decide({ experiment, seen, told: told[at] ?? [] }));
        return (await Promise.all(found)).filter((each) => each !== undefined);
      },
    });
  } catch (error) {
    if (!(error instanceof Unsplittable)) throw error;
    return await judge();
  } finally {
    await Promise.all(threads.map((thread) => thread.end()));
  }
}

/** A judge of a share in a thread of its own, asked one thing at a time. */
class Thread {
  readonly #worker: Worker;
  #answer = Promise.withResolvers<Answer>();

  constructor(file: string, { from, to }: Share) {
    const workerData: Commission = { file, from, to };
    this.#worker = new Worker(programFile('judge-share-main', import.meta.url), { workerData });
    this.#worker.on('message', (answer: Answer) => this.#answer.resolve(answer));
    this.#worker.on('error', (error) => this.#answer.reject(error));
    this.#worker.on('exit', (code) =>
      this.#answer.reject(new Error(`a judge of a share ended with ${code}`)),
    );
    this.#answer.promise.catch(() => {});
  }

  async looked(): Promise<Looked[]> {
    const answer = await this.#answer.promise;
    if (answer.kind === 'unsplittable') throw new Unsplittable(answer.why);
    return answer.kind === 'looked' ? answer.looked : [];
  }

  async decide(message: Decide): Promise<Found | undefined> {
    this.#answer = Promise.withResolvers<Answer>();
    this.#answer.promise.catch(() => {});
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- it is a thread, and no window
    this.#worker.postMessage(message);
    const answer = await this.#answer.promise;
    return answer.kind === 'found' ? answer.found : undefined;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
