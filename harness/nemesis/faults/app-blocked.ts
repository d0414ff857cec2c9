import { setTimeout as delay } from 'node:timers/promises';
import { HEADERS, ROUTES, type BlockBody } from '../../../protocol/routes.ts';
import type { AppInstance } from '../../platform/subject.ts';
import type { InjectFault } from './fault.ts';
import { partOf } from './part-of.ts';

/** Besides the time that it is blocked for. */
const ANSWER_LIMIT_MS = 20_000;
const ASK_EVERY_MS = 50;

/** Blocks the event loop of an instance from within, by its control route, and sees from outside that nobody is answered. */
export const blockLoop: InjectFault = async (context) => {
  const { subject, durationMs, signal } = context;
  const { url, name } = partOf('app', context) as AppInstance;
  const limit = AbortSignal.any([signal, AbortSignal.timeout(durationMs + ANSWER_LIMIT_MS)]);
  const over = new AbortController();
  const blocking = fetch(`${url}${ROUTES.block}?ms=${durationMs}`, {
    method: 'POST',
    headers: { [HEADERS.token]: subject.controlToken },
    signal: limit,
  }).finally(() => over.abort());
  // Looked at below, when nobody asks any more.
  blocking.catch(() => {});
  const waits: Promise<number>[] = [];
  while (!over.signal.aborted) {
    waits.push(waited(url, limit));
    await delay(ASK_EVERY_MS, undefined, { signal });
  }
  const response = await blocking;
  if (!response.ok) throw new Error(`${name} was to block itself, and answered ${response.status}`);
  const { blockedMs } = (await response.json()) as BlockBody;
  const waitedMs = Math.round(Math.max(...(await Promise.all(waits))));
  // The first of them may have come before it, and a short block is over before the second.
  if (blockedMs < durationMs - 1 || waitedMs < durationMs / 2 - ASK_EVERY_MS)
    throw new Error(
      `${name} says that it was blocked for ${Math.round(blockedMs)} ms, and answered others within ${waitedMs} ms`,
    );
  return {
    seen: 'what it was asked meanwhile had to wait, and was answered after',
    blockedMs: Math.round(blockedMs),
    waitedMs,
  };
};

/** How long an answer of it took that needs no store. */
async function waited(url: string, signal: AbortSignal): Promise<number> {
  const startedMs = performance.now();
  const response = await fetch(url + ROUTES.metrics, { signal });
  await response.arrayBuffer();
  return performance.now() - startedMs;
}
