import type { Address } from '../address.ts';

const LIMIT_MS = 2000;

/** Asks a PostgreSQL once, over a connection of its own. Rejects where it does not answer in time. */
export async function askPostgres<Row extends object>(
  { host, port }: Address,
  sql: string,
  { values = [], limitMs = LIMIT_MS }: { values?: readonly unknown[]; limitMs?: number } = {},
): Promise<Row> {
  // Who has not the store has not its packages.
  const { default: pg } = await import('pg');
  const client = new pg.Client({
    host,
    port,
    user: 'postgres',
    database: 'postgres',
    connectionTimeoutMillis: LIMIT_MS,
    query_timeout: limitMs,
  });
  // Whoever asks is told.
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<Row>(sql, [...values]);
    return rows[0] ?? ({} as Row);
  } finally {
    void client.end().catch(() => {});
  }
}
