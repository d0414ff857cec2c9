import { connect } from 'node:net';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const EVERY_MS = 250;
const CONNECT_LIMIT_MS = 5000;

/**
 * Looks again and again whether something listens at the targets, and says once which one stopped. It connects and
 * asks for nothing: an app that is only slow is still there. Disposing of it ends the looking.
 */
export function watchTargets(targets: readonly string[], onGone: (target: string) => void): AsyncDisposable {
  const over = new AbortController();
  const watching = targets.map(async (target) => {
    while (!over.signal.aborted) {
      if (await refuses(target)) return onGone(target);
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

async function refuses(target: string): Promise<boolean> {
  const { hostname, port, protocol } = new URL(target);
  const host = hostname.replace(/^\[|\]$/g, '');
  const socket = connect({ host, port: Number(port) || (protocol === 'https:' ? 443 : 80) });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(CONNECT_LIMIT_MS) });
    return false;
  } catch (error) {
    return codeOf(error) === 'ECONNREFUSED';
  } finally {
    socket.destroy();
  }
}

/** Of a name with several addresses, all of which refused, the code is that of the whole. */
const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;
