import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { StarvedLine } from '../../protocol/history.ts';
import { starvedBetween, type Reading } from './starvation.ts';
import type { StartedSubject } from './subject.ts';

/** Short against what a client waits; one look is a few small files. */
const EVERY_MS = 500;

export interface StarvationContext {
  subject: StartedSubject;
  /** Milliseconds since the experiment's epoch. */
  clock: () => number;
  signal: AbortSignal;
  onStarved: (line: StarvedLine) => void;
}

/**
 * Tells, until the signal aborts, of every stretch in which an instance was ready to run and the machine had no processor
 * for it. Where the platform cannot look, it says nothing.
 */
export async function watchStarvation(context: StarvationContext): Promise<void> {
  const { subject, clock, signal, onStarved } = context;
  const { instances, processorTime } = subject;
  if (processorTime === undefined) return;
  const processors = availableParallelism();
  const last = new Map<string, Reading>();
  while (!signal.aborted) {
    for (const { name, pid } of instances) {
      const time = await processorTime(pid).catch(() => undefined);
      if (time === undefined) last.delete(name);
      else {
        const [before, reading] = [last.get(name), { ...time, pid: time.of ?? pid, atMs: clock() }];
        last.set(name, reading);
        const line = before && starvedBetween(name, [before, reading], processors);
        if (line !== undefined) onStarved(line);
      }
    }
    await delay(EVERY_MS, undefined, { signal }).catch(() => {});
  }
}
