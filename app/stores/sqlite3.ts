import { once } from 'node:events';
import { join } from 'node:path';
import { folderOf } from './folder.ts';
import { CHECK_LIMIT_MS, OPEN_LIMIT_MS, within } from './limit.ts';
import { importOptional } from './optional.ts';
import type { OpenStore } from './store.ts';

const STORE = 'connect-sqlite3';

const needed = (name: string, why: string) =>
  [
    'sqlite3',
    name,
    `${why} is compiled where its maker has no build for the machine, so Holdfast does not bring it along`,
  ] as const;

/** connect-sqlite3 on sqlite3, with the defaults of both: SQLite's rollback journal, no WAL. */
export const open: OpenStore = async ({ session, url }) => {
  const folder = await folderOf('sqlite3', url);
  const { default: sqlite3 } = await importOptional(...needed('sqlite3', 'it'), () => import('sqlite3'));
  const { default: connect } = await importOptional(
    ...needed(STORE, 'the sqlite3 that it brings'),
    () => import('connect-sqlite3'),
  );
  const db = new sqlite3.Database(join(folder, 'sessions.db'));
  const store = new (connect(session))({ db });
  // It makes its table first.
  await within(OPEN_LIMIT_MS, STORE, once(store.client, 'connect'));
  const answer = () => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    db.get('SELECT 1', (error) => (error ? reject(error) : resolve()));
    return promise;
  };
  return {
    store,
    check: () => within(CHECK_LIMIT_MS, STORE, answer()),
    close: () => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      db.close((error) => (error ? reject(error) : resolve()));
      return promise;
    },
  };
};
