import connectMemjs from 'connect-memjs';
import { Client } from 'memjs';
import { CHECK_LIMIT_MS, OPEN_LIMIT_MS, within } from './limit.ts';
import type { OpenStore } from './store.ts';

/**
 * connect-memjs on memjs, with the defaults of both. With the server killed, memjs gives an error after 200 ms and goes
 * on within 300 ms of its return; after a server frozen for 8 s it errs once and goes on. What connect-memjs lacks is
 * `touch`: a session that is only read expires.
 */
export const open: OpenStore = async ({ session, url }) => {
  if (url === undefined) throw new Error('memcached needs the address of its server');
  const client = Client.create(new URL(url).host);
  const answer = () => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    client.stats((error) => (error ? reject(error) : resolve()));
    return promise;
  };
  try {
    await within(OPEN_LIMIT_MS, 'memcached', answer());
  } catch (error) {
    client.close();
    throw error;
  }
  return {
    store: new (connectMemjs(session))({ client }),
    check: () => within(CHECK_LIMIT_MS, 'memcached', answer()),
    close: () => {
      client.close();
      return Promise.resolve();
    },
  };
};
