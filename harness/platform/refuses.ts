import { once } from 'node:events';
import { connect } from 'node:net';

const CONNECT_LIMIT_MS = 5000;

/** Whether nothing listens there: a connection is refused, and not only slow to be taken. */
export async function refuses({ host, port }: { host: string; port: number }): Promise<boolean> {
  const socket = connect({ host, port });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(CONNECT_LIMIT_MS) });
    return false;
  } catch (error) {
    // Of a name with several addresses, all of which refused, the code is that of the whole.
    return (error as NodeJS.ErrnoException).code === 'ECONNREFUSED';
  } finally {
    socket.destroy();
  }
}

/** Whether something takes a connection there. */
export async function takes({ host, port }: { host: string; port: number }): Promise<boolean> {
  const socket = connect({ host, port });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(REACH_LIMIT_MS) });
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Of networks that this machine is not in. */
const REACH_LIMIT_MS = 2000;
