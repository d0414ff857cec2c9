import { promisify } from 'node:util';
import createPostgresStore from 'connect-pg-simple';
import pg from 'pg';
import { CHECK_LIMIT_MS, OPEN_LIMIT_MS, within } from './limit.ts';
import type { OpenStore } from './store.ts';

/** connect-pg-simple on a pool of pg, with their defaults but for the TTL, and that the store makes its own table. */
export const open: OpenStore = async ({ session, url, ttlMs, settings = {} }) => {
  if (url === undefined) throw new Error('postgres needs the address of its server');
  const pool = new pg.Pool({
    connectionString: url,
    ...(settings['max'] && { max: Number(settings['max']) }),
  });
  // pg throws what befalls an idle connection unless somebody listens, which ends the process.
  pool.on('error', (error) => console.error(`postgres: ${error.message}`));
  const store = new (createPostgresStore(session))({
    pool,
    createTableIfMissing: true,
    ttl: Math.ceil(ttlMs / 1000),
  });
  const close = async () => {
    await store.close();
    await pool.end();
  };
  try {
    // Its first query makes the table, and one that fails is never tried again: it fails every later query.
    const get = promisify(store.get.bind(store));
    await within(OPEN_LIMIT_MS, 'postgres', get('none'));
  } catch (error) {
    void close().catch(() => {});
    throw error;
  }
  return {
    store,
    check: async () => {
      await within(CHECK_LIMIT_MS, 'postgres', pool.query('SELECT 1'));
    },
    pool: () => ({
      used: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
    close,
  };
};
