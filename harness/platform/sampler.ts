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

/**
 * Reads the heap of every instance after a forced collection, and the store server's own figure or the size of the
 * store's files, again and again until the signal aborts. A reading that fails is left out: the fit says how many it had.
 */
export async function sampleMemory({
  subject,
  everyMs,
  clock,
  signal,
  onSample,
}: SamplerContext): Promise<void> {
  let next = clock();
  while (!signal.aborted) {
    const readings = subject.instances.map(async ({ name, url }) => {
      const { heapBytes, rssBytes } = await collect(url, subject.controlToken);
      onSample({ sample: 'app', target: name, at: rounded(clock()), heapBytes, rssBytes });
    });
    const { server, storedBytes } = subject;
    if (server) {
      const reading = server.memory().then((memory) => {
        onSample({ sample: 'server', target: server.name, at: rounded(clock()), ...memory });
      });
      readings.push(reading);
    } else if (storedBytes) {
      const reading = storedBytes().then((memoryBytes) => {
        onSample({ sample: 'server', target: 'files', at: rounded(clock()), memoryBytes });
      });
      readings.push(reading);
    }
    await Promise.allSettled(readings);
    next = Math.max(next + everyMs, clock());
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
