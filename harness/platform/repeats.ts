import { METRICS } from '../../protocol/metrics.ts';
import { samplesOf } from './samples.ts';

/**
 * Adds up how often the callbacks of an instance's store were called again, over its processes. Node's convention has a
 * callback called once; express-session goes on with the request at each call of that of `get` (index.js,
 * `store.get(req.sessionID, function(err, sess){ ... next() })`), so the app handles it twice.
 */
export class Repeats {
  readonly #before = new Map<string, number>();
  readonly #counts = new Map<string, number>();

  /** Takes in an exposition of the app's metrics. A process that was started anew counts from zero. */
  see(text: string): void {
    for (const [operation, count] of samplesOf(METRICS.storeRepeats, text)) {
      const before = this.#before.get(operation) ?? 0;
      const more = count < before ? count : count - before;
      this.#before.set(operation, count);
      if (more > 0) this.#counts.set(operation, (this.#counts.get(operation) ?? 0) + more);
    }
  }

  /** In words; undefined where every callback was called once at most. */
  get said(): string | undefined {
    if (this.#counts.size === 0) return undefined;
    const words = [...this.#counts].map(
      ([operation, count]) =>
        `that of ${operation}() ${count === 1 ? 'once' : `${count.toLocaleString('en-US')} times`}`,
    );
    return `its store called callbacks again that it had called before: ${words.join('; ')}`;
  }
}
