import createMySQLStore from 'express-mysql-session';
import { createPool, type Pool } from 'mysql2/promise';
import { CHECK_LIMIT_MS, OPEN_LIMIT_MS, within } from './limit.ts';
import type { ClientPool, OpenStore } from './store.ts';

/**
 * express-mysql-session, with its defaults but for the TTL, on a pool of mysql2, which its readme offers beside its
 * own: that one would be of the mysql2 3.10.2 that it pins.
 */
export const open: OpenStore = async ({ session, url, ttlMs, settings = {} }) => {
  if (url === undefined) throw new Error('mysql needs the address of its server');
  const { connectionLimit } = settings;
  const pool = createPool({ uri: url, ...(connectionLimit && { connectionLimit: Number(connectionLimit) }) });
  try {
    // Before the store: what it meets while it makes its table is told to those alone who wait for it.
    await within(OPEN_LIMIT_MS, 'mysql', pool.query('SELECT 1'));
    const store = new (createMySQLStore(session))({ expiration: ttlMs }, pool);
    await within(OPEN_LIMIT_MS, 'the table of express-mysql-session', store.onReady());
    return {
      store,
      check: async () => {
        await within(CHECK_LIMIT_MS, 'mysql', pool.query('SELECT 1'));
      },
      pool: () => stateOf(pool.pool),
      close: async () => {
        await store.close();
        await pool.end();
      },
    };
  } catch (error) {
    pool.pool.end();
    throw error;
  }
};

/** mysql2 tells it in no way of its own: its events do not say when one that waited has got its connection. */
interface Inside {
  _allConnections: { length: number };
  _freeConnections: { length: number };
  _connectionQueue: { length: number };
}

function stateOf(pool: Pool['pool']): ClientPool {
  const { _allConnections: all, _freeConnections: free, _connectionQueue: queue } = pool as unknown as Inside;
  return { used: all.length - free.length, idle: free.length, waiting: queue.length };
}
