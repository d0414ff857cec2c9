import connectMemcached from 'connect-memcached';
import { CHECK_LIMIT_MS, OPEN_LIMIT_MS, within } from './limit.ts';
import type { OpenStore } from './store.ts';

/** connect-memcached, which brings its client (memcached), with the defaults of both. */
export const open: OpenStore = async ({ session, url }) => {
  if (url === undefined) throw new Error('node-memcached needs the address of its server');
  const store = new (connectMemcached(session))({ hosts: new URL(url).host });
  const answer = () => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    store.client.version((error) => (error ? reject(error) : resolve()));
    return promise;
  };
  try {
    await within(OPEN_LIMIT_MS, 'memcached', answer());
  } catch (error) {
    store.client.end();
    throw error;
  }
  return {
    store,
    check: () => within(CHECK_LIMIT_MS, 'memcached', answer()),
    close: () => {
      store.client.end();
      return Promise.resolve();
    },
  };
};
