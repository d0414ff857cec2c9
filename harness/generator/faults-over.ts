import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where the generator asks whether more faults are to come. Disposing of it answers everybody who still waits. */
export interface FaultsOver extends AsyncDisposable {
  readonly address: string;
}

/**
 * Serves an address on this machine that answers (204) once `over` has settled and not before, so that what clients
 * look at in the end is what all faults left.
 */
export async function serveFaultsOver(over: Promise<unknown>): Promise<FaultsOver> {
  const disposed = Promise.withResolvers<void>();
  const settled = Promise.race([Promise.allSettled([over]), disposed.promise]);
  const server = createServer((_request, response) => {
    void settled.then(() => response.writeHead(204).end());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/`,
    [Symbol.asyncDispose]: async () => {
      disposed.resolve();
      await settled;
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
