import { join } from 'node:path';
import { ConnectSessionKnexStore } from 'connect-session-knex';
import createKnex, { type Knex } from 'knex';
import { folderOf } from './folder.ts';
import { CHECK_LIMIT_MS, OPEN_LIMIT_MS, within } from './limit.ts';
import { importOptional } from './optional.ts';
import type { OpenedStore, OpenStore } from './store.ts';

/** connect-session-knex on knex, with the defaults of both, on the server that the address names, by this driver. */
export const openKnexBy =
  (client: 'mysql2' | 'pg'): OpenStore =>
  ({ url }) => {
    if (url === undefined) return Promise.reject(new Error('knex needs the address of its server'));
    return openOn(createKnex({ client, connection: url }));
  };

/** The same on a file of SQLite, by better-sqlite3, which knex takes as well as sqlite3, and which needs no compiler. */
export const open: OpenStore = async ({ url }) => {
  const folder = await folderOf('knex', url);
  // knex loads it by itself; to import it first tells what is missing.
  await importOptional('knex', 'better-sqlite3', 'knex loads it for SQLite', () => import('better-sqlite3'));
  const connection = { filename: join(folder, 'sessions.db') };
  return openOn(createKnex({ client: 'better-sqlite3', connection, useNullAsDefault: true }));
};

async function openOn(knex: Knex): Promise<OpenedStore> {
  const store = new ConnectSessionKnexStore({ knex });
  try {
    // It makes its table; a failure to do so fails every later query.
    await within(OPEN_LIMIT_MS, 'knex', store.ready);
  } catch (error) {
    void knex.destroy().catch(() => {});
    throw error;
  }
  return {
    store,
    check: async () => {
      await within(CHECK_LIMIT_MS, 'knex', knex.raw('SELECT 1'));
    },
    close: async () => {
      clearTimeout(store.nextDbCleanup);
      await knex.destroy();
    },
  };
}
