import { access, constants } from 'node:fs/promises';
import createFileStore from 'session-file-store';
import { folderOf } from './folder.ts';
import type { OpenStore } from './store.ts';

/**
 * session-file-store with its own defaults: one JSON file a session. A session that is not there is looked for six
 * times, 50 to 100 ms apart, before it is said to be missing.
 */
export const open: OpenStore = async ({ session, url, ttlMs }) => {
  const path = await folderOf('file', url);
  return {
    store: new (createFileStore(session))({ path, ttl: Math.ceil(ttlMs / 1000) }),
    check: () => access(path, constants.W_OK),
    // Its timer for expired files does not keep a process alive.
    close: () => Promise.resolve(),
  };
};
