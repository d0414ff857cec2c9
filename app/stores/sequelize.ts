import { join } from 'node:path';
import createSequelizeStore from 'connect-session-sequelize';
import { Sequelize } from 'sequelize';
import { folderOf } from './folder.ts';
import { CHECK_LIMIT_MS, OPEN_LIMIT_MS, within } from './limit.ts';
import { importOptional } from './optional.ts';
import type { ClientPool, OpenedStore, OpenStore, StoreContext } from './store.ts';

/**
 * connect-session-sequelize, with its defaults but for the TTL, on MySQL (mysql2) or PostgreSQL (pg), whichever the
 * address names.
 */
export const openSequelizeOnServer: OpenStore = async (context) => {
  if (context.url === undefined) throw new Error('sequelize needs the address of its server');
  return openOn(new Sequelize(context.url, { logging: false }), context);
};

/** The same on a file of SQLite. */
export const open: OpenStore = async (context) => {
  const folder = await folderOf('sequelize', context.url);
  const why =
    'it is compiled where its maker has no build for the machine, so Holdfast does not bring it along';
  // Sequelize loads it by itself; to import it first tells what is missing.
  await importOptional('sequelize', 'sqlite3', why, () => import('sqlite3'));
  const storage = join(folder, 'sessions.db');
  return openOn(new Sequelize({ dialect: 'sqlite', storage, logging: false }), context);
};

async function openOn(db: Sequelize, { session, ttlMs }: StoreContext): Promise<OpenedStore> {
  const store = new (createSequelizeStore(session.Store))({ db, expiration: ttlMs });
  try {
    // As its readme has it: the store makes its table only when it is asked to.
    await within(OPEN_LIMIT_MS, 'sequelize', store.sync());
  } catch (error) {
    void db.close().catch(() => {});
    throw error;
  }
  return {
    store,
    // On SQLite it has connections of its own, and no pool.
    ...(db.getDialect() === 'sqlite' ? {} : { pool: () => stateOf(db) }),
    check: () => within(CHECK_LIMIT_MS, 'sequelize', db.authenticate()),
    close: async () => {
      store.stopExpiringSessions();
      await db.close();
    },
  };
}

/** Its types leave out the pool, which is one of sequelize-pool. */
interface Inside {
  pool: { using: number; available: number; waiting: number };
}

function stateOf({ connectionManager }: Sequelize): ClientPool {
  const { using, available, waiting } = (connectionManager as unknown as Inside).pool;
  return { used: using, idle: available, waiting };
}
