import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { figureOver } from './connection.ts';
import type { OpenFigure } from './figure.ts';

/** `data_length` and `index_length` of the tables in the database that `url` names: whole pages of 16 KiB. */
const SIZE =
  'SELECT COALESCE(SUM(data_length + index_length), 0) AS bytes, COALESCE(MAX(table_name = ?), 0) AS present' +
  ' FROM information_schema.tables WHERE table_schema = DATABASE()';

/** MariaDB's own count of what a store's table takes up, and the rows in it. */
export const openMariadbFigure =
  (table: string): OpenFigure =>
  (url) =>
    figureOver({
      name: 'mariadb',
      connect: async () => {
        const connection = await createConnection({ uri: url });
        // A connection that breaks while it is idle; the next reading finds out.
        connection.on('error', () => {});
        return connection;
      },
      read: async (connection) => {
        const size = await first(connection, SIZE, [table]);
        const count = size['present']
          ? await first(connection, 'SELECT COUNT(*) AS rowCount FROM ??', [table])
          : {};
        return { memoryBytes: Number(size['bytes']), sessions: Number(count['rowCount'] ?? 0) };
      },
      drop: (connection) => connection.destroy(),
    });

async function first(
  connection: Connection,
  sql: string,
  values: string[],
): Promise<Record<string, unknown>> {
  const [rows] = await connection.query<RowDataPacket[]>(sql, values);
  return rows[0] ?? {};
}
