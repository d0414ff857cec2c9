import type { RowDataPacket } from 'mysql2/promise';
import type { Address } from '../address.ts';

const LIMIT_MS = 2000;

/** What is asked for are words and whole numbers. */
export type MariadbRow = Readonly<Record<string, string | number | null>>;

/** Asks a MariaDB, over a connection of its own, one after the other. Resolves to the last one's rows. */
export async function askMariadb(
  { host, port }: Address,
  statements: readonly string[],
  { limitMs = LIMIT_MS }: { limitMs?: number } = {},
): Promise<readonly MariadbRow[]> {
  // Who has not the store has not its packages.
  const { createConnection } = await import('mysql2/promise');
  const connection = await createConnection({
    host,
    port,
    user: 'root',
    connectTimeout: LIMIT_MS,
  });
  // Whoever asks is told.
  connection.on('error', () => {});
  try {
    let rows: readonly RowDataPacket[] = [];
    for (const sql of statements) [rows] = await connection.query<RowDataPacket[]>({ sql, timeout: limitMs });
    return rows;
  } finally {
    connection.destroy();
  }
}
