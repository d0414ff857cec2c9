import { once } from 'node:events';
import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import connectLoki from 'connect-loki';
import { folderOf } from './folder.ts';
import { OPEN_LIMIT_MS, within } from './limit.ts';
import type { OpenStore } from './store.ts';

/**
 * connect-loki with its own defaults but for the TTL: LokiJS keeps the sessions in the app's process, and writes all of them to its
 * file every five seconds. Nothing in its readme has an app write them when it ends, so this does not either.
 */
export const open: OpenStore = async ({ session, url, ttlMs }) => {
  const folder = await folderOf('loki', url);
  const store = new (connectLoki(session))({
    path: join(folder, 'sessions.db'),
    ttl: Math.ceil(ttlMs / 1000),
  });
  // Until it has read its file, a `set` throws.
  await within(OPEN_LIMIT_MS, 'loki', once(store, 'connect'));
  return {
    store,
    check: () => access(folder, constants.W_OK),
    held: () => store.collection.count(),
    close: () => {
      store.client.autosaveDisable();
      return Promise.resolve();
    },
  };
};
