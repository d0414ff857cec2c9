import connectMongo from 'connect-mongodb-session';
import { CHECK_LIMIT_MS, OPEN_LIMIT_MS, within } from './limit.ts';
import type { OpenStore } from './store.ts';

/**
 * connect-mongodb-session, which connects by a mongodb driver of its own, with the defaults of both but for the TTL.
 * As its readme has it, it is given a callback for the start and a listener for errors: without the one a server that
 * is away at the start ends the process.
 */
export const open: OpenStore = async ({ session, url, ttlMs }) => {
  if (url === undefined) throw new Error('mongodb-session needs the address of its server');
  const { promise: connected, resolve, reject } = Promise.withResolvers<void>();
  const store = new (connectMongo(session))(
    { uri: url, collection: 'sessions', expires: ttlMs },
    (error?: Error) => (error ? reject(error) : resolve()),
  );
  store.on('error', (error: Error) => console.error(`mongodb-session: ${error.message}`));
  try {
    await within(OPEN_LIMIT_MS, 'mongod', connected);
  } catch (error) {
    void store.client.close().catch(() => {});
    throw error;
  }
  return {
    store,
    check: async () => {
      await within(CHECK_LIMIT_MS, 'mongod', store.client.db().command({ ping: 1 }));
    },
    close: () => store.client.close(),
  };
};
