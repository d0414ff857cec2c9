import { once } from 'node:events';
import { connect } from 'node:net';

const CONNECT_LIMIT_MS = 1000;

/** Resolves when something takes a connection there; rejects where nothing does within a second. */
export async function accepting({ host, port }: { host: string; port: number }): Promise<void> {
  const socket = connect({ host, port });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(CONNECT_LIMIT_MS) });
  } catch (error) {
    throw new Error(`nothing took connections on port ${port}`, { cause: error });
  } finally {
    socket.destroy();
  }
}
