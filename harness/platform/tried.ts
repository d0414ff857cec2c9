import { once } from 'node:events';
import { connect } from 'node:net';
import pTimeout from 'p-timeout';

const CONNECT_LIMIT_MS = 1000;
/** Of a connection that is reset at once the news is on this machine by then. */
const NEWS_LIMIT_MS = 1000;

/**
 * What becomes of a new connection to there over which one byte is sent: `reset`, `closed`, or `open` a second later.
 * Rejects where none is taken.
 */
export async function tried({
  host,
  port,
}: {
  host: string;
  port: number;
}): Promise<'reset' | 'closed' | 'open'> {
  const socket = connect({ host, port });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(CONNECT_LIMIT_MS) });
    const over = new Promise<'reset' | 'closed'>((resolve) => {
      socket.once('error', ({ code }: NodeJS.ErrnoException) =>
        resolve(code === 'ECONNRESET' ? 'reset' : 'closed'),
      );
      socket.once('end', () => resolve('closed'));
    });
    // Only who reads is told of an end.
    socket.resume().write('\n');
    return await pTimeout(over, { milliseconds: NEWS_LIMIT_MS, fallback: () => 'open' as const });
  } finally {
    socket.destroy();
  }
}
