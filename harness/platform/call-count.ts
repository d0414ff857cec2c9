import { METRICS } from '../../protocol/metrics.ts';
import { CONFIDENTIAL } from '../../protocol/routes.ts';
import { metricsOf } from './metrics-of.ts';
import type { StartedSubject } from './subject.ts';
import { within } from './within.ts';

const CALLS = new RegExp(`^${METRICS.storeSeconds}_count\\{[^}]*operation="(\\w+)"[^}]*\\} (\\d+)$`, 'gm');
const HELD = new RegExp(`^${METRICS.sessionsHeld}(?:\\{[^}]*\\})? (\\d+)$`, 'gm');

const ALL_LIMIT_MS = 60_000;
const all = (contents: () => Promise<string[]>) =>
  within(ALL_LIMIT_MS, 'what the store keeps could not be read', contents());

/** What of that which a store keeps is looked at past the app: nothing, how much there is, or what stands in it. */
export type Look = 'nothing' | 'number' | 'texts';

/**
 * How often the app's instances called their store since they were started, by operation (`calls.set`), and how many
 * sessions there are, expired or not (`held`), where somebody can say: the app, the store's server, or, for a store in
 * files and a look at their `number`, whoever reads them. A look at `texts`, where the store can be read past the app,
 * also counts them and those in which something confidential stands `in the clear`. Rejects if one does not answer.
 */
export async function countCalls(
  { instances, server, contents }: StartedSubject,
  { look }: { look: Look },
): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  const add = (name: string, value: string | number) => {
    figures[name] = (figures[name] ?? 0) + Number(value);
  };
  for (const instance of instances) {
    const text = await metricsOf(instance);
    for (const [, operation, calls] of text.matchAll(CALLS)) add(`calls.${operation}`, calls ?? 0);
    for (const [, held] of text.matchAll(HELD)) add('held', held ?? 0);
  }
  if (server) add('held', (await server.memory()).sessions);
  else if (look === 'number' && contents) add('held', (await all(contents)).length);
  if (look === 'texts' && contents) {
    const texts = await all(contents);
    add('texts', texts.length);
    add('in the clear', texts.filter((text) => text.includes(CONFIDENTIAL)).length);
  }
  return figures;
}
