import type { MongoClient } from 'mongodb';
import type { ClientPool } from './store.ts';

/**
 * Follows the pool of a client by the driver's events of its connections: it tells its state in no other way. The client
 * must not be connected yet.
 */
export function poolOf(client: MongoClient): () => ClientPool {
  const pool = { open: 0, used: 0, waiting: 0 };
  client
    .on('connectionReady', () => pool.open++)
    .on('connectionClosed', () => (pool.open = Math.max(0, pool.open - 1)))
    .on('connectionCheckOutStarted', () => pool.waiting++)
    .on('connectionCheckOutFailed', () => pool.waiting--)
    .on('connectionCheckedOut', () => {
      pool.waiting--;
      pool.used++;
    })
    .on('connectionCheckedIn', () => pool.used--);
  return () => ({ used: pool.used, idle: Math.max(0, pool.open - pool.used), waiting: pool.waiting });
}
