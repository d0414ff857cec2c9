import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { quantileSorted } from 'simple-statistics';
import type { Step } from '../../protocol/profile.ts';
import { BUSY } from '../model/busy.ts';
import { threadsTime } from './process/processor-time.ts';
import type { StartedSubject } from './subject.ts';

export interface SharesContext {
  steps: readonly Step[];
  /** Of k6. */
  pid: number | undefined;
  subject: StartedSubject;
  /** Milliseconds since the experiment's epoch. */
  clock: () => number;
  signal: AbortSignal;
}

interface Reading {
  atMs: number;
  /** Of k6, all that it had and waited for; of each instance, what it waited for. */
  wantedMs: number | undefined;
  waitedMs: ReadonlyMap<number, number>;
}

/** One look is a few small files. */
const EVERY_MS = 500;
/** Of the looks at a step, a quarter are above what is told: clients that gave up leave the rest of it empty. */
const TOLD = 0.75;

/**
 * What k6 wanted of the processors at each step, and how long the app waited for one, until the signal aborts: figures by
 * name, for a note. What the system does not tell is left out.
 */
export async function processorShares(context: SharesContext): Promise<Record<string, number>> {
  const { steps, clock, signal } = context;
  const processors = availableParallelism();
  const seen = new Map<string, number[]>();
  const add = (name: string, share: number) => seen.set(name, [...(seen.get(name) ?? []), share]);
  let before = await read(context);
  while (!signal.aborted && clock() < (steps.at(-1)?.toMs ?? 0)) {
    await delay(EVERY_MS, undefined, { signal }).catch(() => {});
    const now = await read(context);
    const step = 1 + steps.findIndex(({ fromMs, toMs }) => before.atMs >= fromMs && before.atMs < toMs);
    const lastedMs = now.atMs - before.atMs;
    if (step > 0 && lastedMs > 0) {
      if (before.wantedMs !== undefined && now.wantedMs !== undefined)
        add(BUSY.generator(step), (now.wantedMs - before.wantedMs) / (lastedMs * processors));
      const waits = [...now.waitedMs].flatMap(([pid, waitedMs]) => {
        const earlier = before.waitedMs.get(pid);
        return earlier === undefined ? [] : [(waitedMs - earlier) / lastedMs];
      });
      if (waits.length > 0) add(BUSY.appWaited(step), Math.max(...waits));
    }
    before = now;
  }
  return Object.fromEntries(
    [...seen].map(([name, shares]) => [name, percent(quantileSorted(sorted(shares), TOLD))]),
  );
}

const sorted = (shares: readonly number[]) => shares.toSorted((a, b) => a - b);
const percent = (share: number) => Math.round(share * 100);

async function read({ pid, subject, clock }: SharesContext): Promise<Reading> {
  const { instances, processorTime } = subject;
  const wanted = pid === undefined ? undefined : await threadsTime(pid).catch(() => undefined);
  const waitedMs = new Map<number, number>();
  if (processorTime !== undefined)
    for (const instance of instances) {
      const time = await processorTime(instance.pid).catch(() => undefined);
      if (time !== undefined) waitedMs.set(instance.pid, time.waitedMs);
    }
  return { atMs: clock(), wantedMs: wanted && wanted.ranMs + wanted.waitedMs, waitedMs };
}
