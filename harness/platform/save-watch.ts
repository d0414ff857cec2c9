import { setTimeout as delay } from 'node:timers/promises';
import type { UnsavedLine } from '../../protocol/history.ts';
import { METRICS } from '../../protocol/metrics.ts';
import { ROUTES } from '../../protocol/routes.ts';
import type { AppInstance, StartedSubject } from './subject.ts';

/** Often enough to say when, seldom enough not to be felt: one look costs the app about as much as ten requests. */
const EVERY_MS = 500;

export interface SaveWatchContext {
  subject: StartedSubject;
  /** Milliseconds since the experiment's epoch. */
  clock: () => number;
  signal: AbortSignal;
  onUnsaved: (line: UnsavedLine) => void;
}

/**
 * Asks every instance's metrics, until the signal aborts and once more then, how many writes it acknowledged
 * although their save had failed: what a client can never see. An instance that does not answer is asked again; one
 * that was started anew counts from zero.
 */
export async function watchSaves({ subject, clock, signal, onUnsaved }: SaveWatchContext): Promise<void> {
  const seen = new Map<string, { count: number; at: number }>();
  const look = async (instance: AppInstance) => {
    const at = clock();
    const count = await unsavedOf(instance);
    const before = seen.get(instance.name) ?? { count: 0, at: 0 };
    const more = count < before.count ? count : count - before.count;
    if (more > 0) onUnsaved({ unsaved: instance.name, from: before.at, to: clock(), count: more });
    seen.set(instance.name, { count, at });
  };
  const lookAtAll = () => Promise.allSettled(subject.instances.map(look));
  while (!signal.aborted) {
    await lookAtAll();
    await delay(EVERY_MS, undefined, { signal }).catch(() => {});
  }
  await lookAtAll();
}

const SAMPLE = new RegExp(`^${METRICS.unsavedAcknowledgements}(?:\\{[^}]*\\})? (\\d+)$`, 'gm');

async function unsavedOf({ url }: AppInstance): Promise<number> {
  const response = await fetch(url + ROUTES.metrics, { signal: AbortSignal.timeout(1000) });
  const text = await response.text();
  return [...text.matchAll(SAMPLE)].reduce((total, [, count]) => total + Number(count), 0);
}
