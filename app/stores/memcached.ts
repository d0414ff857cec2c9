import connectMemjs from 'connect-memjs';
import { Client } from 'memjs';
import { CHECK_LIMIT_MS, OPEN_LIMIT_MS, within } from './limit.ts';
import type { OpenStore } from './store.ts';

/**
 * connect-memjs on memjs, with the defaults of both. It was chosen over connect-memcached 3.0.0, tried on the same
 * memcached 1.6: with the server killed, memjs gives an error after 200 ms and goes on within 300 ms of its return,
 * and after a server frozen for 8 s it errs once and goes on; memcached's driver kept requests waiting for more than
 * 10 s in both cases, starts a `ping` program to find a server again, and ends the process where there is none.
 * connect-memcached also writes the whole session where it should only touch it. What connect-memjs lacks is `touch`:
 * a session that is only read expires.
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
