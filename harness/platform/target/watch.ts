import { setTimeout as delay } from 'node:timers/promises';
import { refuses } from '../refuses.ts';

const EVERY_MS = 250;

/**
 * Looks again and again whether something listens at the targets, and says once which one stopped. It connects and
 * asks for nothing: an app that is only slow is still there. Disposing of it ends the looking.
 */
export function watchTargets(targets: readonly string[], onGone: (target: string) => void): AsyncDisposable {
  const over = new AbortController();
  const watching = targets.map(async (target) => {
    while (!over.signal.aborted) {
      if (await refuses(placeOf(target))) return onGone(target);
      await delay(EVERY_MS, undefined, { signal: over.signal }).catch(() => {});
    }
  });
  return {
    async [Symbol.asyncDispose]() {
      over.abort();
      await Promise.all(watching);
    },
  };
}

function placeOf(target: string): { host: string; port: number } {
  const { hostname, port, protocol } = new URL(target);
  const host = hostname.replace(/^\[|\]$/g, '');
  return { host, port: Number(port) || (protocol === 'https:' ? 443 : 80) };
}
