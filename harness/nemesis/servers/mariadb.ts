import type { Connection, RowDataPacket } from 'mysql2/promise';

const LIMIT_MS = 5000;

/** No app works in that database: it tells connections of the harness from those of clients, as nothing else does. */
export const OWN_DATABASE = 'information_schema';

/** A connection of the harness to a MariaDB. Disposing of it closes it. */
export async function connectMariadb(url: string): Promise<Connection & AsyncDisposable> {
  // Who has not the store has not its packages.
  const { createConnection } = await import('mysql2/promise');
  const own = new URL(url);
  own.pathname = OWN_DATABASE;
  const connection = await createConnection({ uri: own.href, connectTimeout: LIMIT_MS });
  // Whoever asks next is told.
  connection.on('error', () => {});
  return Object.assign(connection, {
    [Symbol.asyncDispose]: () => Promise.resolve(connection.destroy()),
  });
}

export async function rowsOf(
  connection: Connection,
  sql: string,
  values: string[] = [],
): Promise<RowDataPacket[]> {
  const [rows] = await connection.query<RowDataPacket[]>(sql, values);
  return rows;
}

/** Tries something over a new connection. Resolves to the number of what it was told, if it was refused. */
export async function refusedBy(url: string, ...statements: string[]): Promise<number | undefined> {
  try {
    await using connection = await connectMariadb(url);
    for (const statement of statements) await connection.query(statement);
    return undefined;
  } catch (error) {
    const { errno } = error as { errno?: number };
    if (errno === undefined) throw error;
    return errno;
  }
}
