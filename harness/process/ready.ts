import pWaitFor, { TimeoutError } from 'p-wait-for';
import { unavailable, messageOf } from '../errors.ts';
import type { Child } from './child.ts';

export interface ReadyOptions {
  child: Child;
  /** What the reader calls it: `app (memory, instance 2)`. */
  what: string;
  /** One attempt; a rejection is the reason that it is not ready yet. */
  attempt: () => Promise<void>;
  limitMs: number;
  signal: AbortSignal;
  /** How many of the last lines of its log are told; absent: as usual. */
  lines?: number | undefined;
  /** What to do about it, by the last lines of its log, and by whether it has ended. */
  next: string | ((lastWords: string, hasEnded: boolean) => string);
}

/**
 * Waits until `attempt` succeeds. Rejects with what was seen last when the limit is reached, at once when the
 * process has ended, and with the signal's reason when that aborts.
 */
export async function waitUntilReady(options: ReadyOptions): Promise<void> {
  const { child, attempt, limitMs, signal } = options;
  let last = 'no answer';
  const ready = async () => {
    if (child.exit !== undefined) throw await notReady(options, child.describeExit());
    try {
      await attempt();
      return true;
    } catch (error) {
      last = messageOf(error);
      return false;
    }
  };
  try {
    await pWaitFor(ready, { interval: 20, timeout: { milliseconds: limitMs }, signal });
  } catch (error) {
    if (error instanceof TimeoutError) throw await notReady(options, last);
    throw error;
  }
}

async function notReady({ child, what, limitMs, lines, next }: ReadyOptions, seen: string) {
  const words = await child.lastWords(lines);
  const log = words === '' ? '' : `\n  last lines of its log: ${words}`;
  const hasEnded = child.exit !== undefined;
  const ended = child.exit?.error ? 'did not start' : 'ended before it was ready';
  const how = hasEnded ? ended : `was not ready within ${limitMs / 1000} s`;
  return unavailable(`${what} ${how}: ${seen}${log}`, {
    next: typeof next === 'string' ? next : next(words, hasEnded),
  });
}
