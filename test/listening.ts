/** For tests of apps of one's own: something that listens, and sessions as an app has them. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo, Server as TcpServer } from 'node:net';
import session from 'express-session';

/** Listens on a free port until it is disposed of. */
export async function listening(server: Server | TcpServer): Promise<AsyncDisposable & { url: string }> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      if ('closeAllConnections' in server) server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** express-session on a MemoryStore. */
export const sessions = (cookie: object = {}, name = 'connect.sid') =>
  session({
    name,
    secret: 'test',
    resave: false,
    saveUninitialized: false,
    cookie,
    store: new session.MemoryStore(),
  });
