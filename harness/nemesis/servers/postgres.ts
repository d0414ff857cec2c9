import type { Client } from 'pg';
import { OWN_CONNECTION } from '../../../protocol/servers.ts';

const LIMIT_MS = 5000;

/** A connection of the harness to a PostgreSQL. Disposing of it closes it. */
export async function connectPostgres(url: string): Promise<Client & AsyncDisposable> {
  // Who has not the store has not its packages.
  const { default: pg } = await import('pg');
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: LIMIT_MS,
    query_timeout: LIMIT_MS,
    application_name: OWN_CONNECTION,
  });
  // Whoever asks next is told.
  client.on('error', () => {});
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end().catch(() => {}) });
}

/** Tries to do something over a new connection, and takes it back. Resolves to the SQLSTATE of what it was told, if any. */
export async function refusedBy(url: string, ...statements: string[]): Promise<string | undefined> {
  try {
    await using client = await connectPostgres(url);
    await client.query('BEGIN');
    for (const statement of statements) await client.query(statement);
    await client.query('ROLLBACK');
    return undefined;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === undefined) throw error;
    return code;
  }
}
