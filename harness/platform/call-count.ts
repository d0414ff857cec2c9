import { METRICS } from '../../protocol/metrics.ts';
import { ROUTES } from '../../protocol/routes.ts';
import type { StartedSubject } from './subject.ts';

const LIMIT_MS = 2000;
const CALLS = new RegExp(`^${METRICS.storeSeconds}_count\\{[^}]*operation="(\\w+)"[^}]*\\} (\\d+)$`, 'gm');
const HELD = new RegExp(`^${METRICS.sessionsHeld}(?:\\{[^}]*\\})? (\\d+)$`, 'gm');

/**
 * How often the app's instances called their store since they were started, by operation (`calls.set`), and how many
 * sessions there are, expired or not (`held`), where somebody can say. Rejects if one does not answer.
 */
export async function countCalls({ instances, server }: StartedSubject): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  const add = (name: string, value: string | number) => {
    figures[name] = (figures[name] ?? 0) + Number(value);
  };
  for (const { url } of instances) {
    const response = await fetch(url + ROUTES.metrics, { signal: AbortSignal.timeout(LIMIT_MS) });
    const text = await response.text();
    for (const [, operation, calls] of text.matchAll(CALLS)) add(`calls.${operation}`, calls ?? 0);
    for (const [, held] of text.matchAll(HELD)) add('held', held ?? 0);
  }
  if (server) add('held', (await server.memory()).sessions);
  return figures;
}
