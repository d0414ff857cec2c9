import { setTimeout as delay } from 'node:timers/promises';
import type { SampleLine } from '../../protocol/history.ts';
import { HEADERS, ROUTES, type CollectBody } from '../../protocol/routes.ts';
import type { StartedSubject } from './subject.ts';

export interface SamplerContext {
  subject: StartedSubject;
  everyMs: number;
  /** Milliseconds since the experiment's epoch. */
  clock: () => number;
  signal: AbortSignal;
  onSample: (line: SampleLine) => void;
}

/** A server is asked so much more often: its memory counts only until its first session expires, and asking costs it little. */
const SERVER_TIMES = 2;

/**
 * Reads the heap of every instance after a forced collection, and the store server's own figure or the size of the
 * store's files, again and again until the signal aborts; neither waits for the other. A reading that fails is left out:
 * the fit says how many it had.
 */
export async function sampleMemory(context: SamplerContext): Promise<void> {
  const { subject, everyMs, clock, onSample } = context;
  const { server, storedBytes, instances, controlToken } = subject;
  const apps = async () => {
    const readings = instances.map(async ({ name, url }) => {
      const { instance: _, externalBytes: __, ...memory } = await collect(url, controlToken);
      onSample({ sample: 'app', target: name, at: rounded(clock()), ...memory });
    });
    await Promise.allSettled(readings);
  };
  const store = async () => {
    const memory = server ? await server.memory() : { memoryBytes: await storedBytes?.() };
    const { memoryBytes } = memory;
    if (memoryBytes === undefined) return;
    const target = server?.name ?? 'files';
    onSample({ sample: 'server', target, at: rounded(clock()), ...memory, memoryBytes });
  };
  const loops = [again(apps, everyMs, context)];
  if (server || storedBytes) loops.push(again(store, everyMs / SERVER_TIMES, context));
  await Promise.all(loops);
}

async function again(
  read: () => Promise<void>,
  everyMs: number,
  { clock, signal }: SamplerContext,
): Promise<void> {
  let next = clock();
  while (!signal.aborted) {
    const began = clock();
    await read().catch(() => {});
    const now = clock();
    // Where a reading takes long, the app is not to do nothing but collect: no more than half of its time.
    next = Math.max(next + everyMs, now + Math.max(everyMs / 2, now - began));
    await delay(Math.max(0, next - clock()), undefined, { signal }).catch(() => {});
  }
}

async function collect(url: string, token: string): Promise<CollectBody> {
  const response = await fetch(url + ROUTES.collect, {
    method: 'POST',
    headers: { [HEADERS.token]: token },
    signal: AbortSignal.timeout(5000),
  });
  if (!response.ok) throw new Error(`collect answered ${response.status}`);
  return (await response.json()) as CollectBody;
}

const rounded = (ms: number) => Math.round(ms * 1000) / 1000;
