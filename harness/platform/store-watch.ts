import { setTimeout as delay } from 'node:timers/promises';
import type { UnsavedLine } from '../../protocol/history.ts';
import { METRICS } from '../../protocol/metrics.ts';
import { metricsOf } from './metrics-of.ts';
import { Repeats } from './repeats.ts';
import { HEARD_BY, heardIn, Silence } from './silence.ts';
import type { AppInstance, StartedSubject } from './subject.ts';

/** Often enough to say when, seldom enough not to be felt. */
const EVERY_MS = 500;

const LOOKED_AT = [METRICS.unsavedAcknowledgements, METRICS.storeRepeats, ...HEARD_BY];

export interface StoreWatchContext {
  subject: StartedSubject;
  /** Milliseconds since the experiment's epoch. */
  clock: () => number;
  signal: AbortSignal;
  onUnsaved: (line: UnsavedLine) => void;
  /** From when on a store may not be silent for so long, and who is told that one is: once for each instance. */
  /** Told once for each instance, at the end, that its store called back more often than it was called. */
  onRepeats: (instance: string, what: string) => void;
  silence?:
    { fromMs: number; patienceMs: number; onSilent: (instance: string, what: string) => void } | undefined;
}

/**
 * Asks every instance's metrics, until the signal aborts and once more then, how many writes it acknowledged
 * although their save had failed: what a client can never see; and whether its store calls back, and once. An instance
 * that does not answer is asked again; one that was started anew counts from zero.
 */
export async function watchStore({
  subject,
  clock,
  signal,
  onUnsaved,
  onRepeats,
  silence,
}: StoreWatchContext): Promise<void> {
  const seen = new Map<string, { count: number; at: number }>();
  const silences = new Map(
    silence && subject.instances.map(({ name }) => [name, new Silence(silence.patienceMs)]),
  );
  const repeats = new Map(subject.instances.map(({ name }) => [name, new Repeats()]));
  const listen = (name: string, text: string) => {
    const at = clock();
    const what = silences.get(name)?.see(heardIn(text), at);
    if (silence === undefined || what === undefined || at < silence.fromMs) return;
    silences.delete(name);
    silence.onSilent(name, what);
  };
  const look = async (instance: AppInstance) => {
    const at = clock();
    const text = await metricsOf(instance, LOOKED_AT);
    const count = unsavedIn(text);
    const before = seen.get(instance.name) ?? { count: 0, at: 0 };
    const more = count < before.count ? count : count - before.count;
    if (more > 0) onUnsaved({ unsaved: instance.name, from: before.at, to: clock(), count: more });
    seen.set(instance.name, { count, at });
    repeats.get(instance.name)?.see(text);
    listen(instance.name, text);
  };
  const lookAtAll = () => Promise.allSettled(subject.instances.map(look));
  while (!signal.aborted) {
    await lookAtAll();
    await delay(EVERY_MS, undefined, { signal }).catch(() => {});
  }
  await lookAtAll();
  for (const [name, { said }] of repeats) if (said !== undefined) onRepeats(name, said);
}

const SAMPLE = new RegExp(`^${METRICS.unsavedAcknowledgements}(?:\\{[^}]*\\})? (\\d+)$`, 'gm');

const unsavedIn = (text: string): number =>
  [...text.matchAll(SAMPLE)].reduce((total, [, count]) => total + Number(count), 0);
