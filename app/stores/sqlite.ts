import { join } from 'node:path';
import { folderOf } from './folder.ts';
import { importOptional } from './optional.ts';
import type { OpenStore } from './store.ts';

const STORE = 'better-sqlite3-session-store';

/** better-sqlite3-session-store on better-sqlite3, with the defaults of both: SQLite's rollback journal, no WAL. */
export const open: OpenStore = async ({ session, url, settings = {} }) => {
  const folder = await folderOf('sqlite', url);
  const why = 'its licence is GPL-3.0-only, so Holdfast does not bring it along';
  const { default: connect } = await importOptional(
    'sqlite',
    STORE,
    why,
    () => import('better-sqlite3-session-store'),
  );
  const driver = 'better-sqlite3';
  const { default: Database } = await importOptional(
    'sqlite',
    driver,
    `${STORE} needs it`,
    () => import('better-sqlite3'),
  );
  const client = new Database(join(folder, 'sessions.db'));
  const { journal_mode: mode, synchronous } = settings;
  if (mode !== undefined) client.pragma(`journal_mode = ${mode}`);
  // This build of SQLite has another default in WAL mode than else: whoever chose that mode alone has not chosen this.
  if (mode !== undefined || synchronous !== undefined)
    client.pragma(`synchronous = ${synchronous ?? 'full'}`);
  return {
    store: new (connect(session))({ client }),
    check: () => {
      client.prepare('SELECT 1').get();
      return Promise.resolve();
    },
    close: () => {
      client.close();
      return Promise.resolve();
    },
  };
};
