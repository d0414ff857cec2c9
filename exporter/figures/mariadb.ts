import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { figureOver } from './connection.ts';
import type { OpenFigure } from './figure.ts';

/** `data_length` and `index_length` of one table in the database that `url` names: whole pages of 16 KiB. */
const SIZE =
  'SELECT data_length + index_length AS bytes FROM information_schema.tables' +
  // Names that differ in the case of a letter are two tables.
  ' WHERE table_schema = DATABASE() AND BINARY table_name = ?';

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
        // By itself it counts pages ten seconds after a table grew. A table that is not there is no error here.
        await connection.query('ANALYZE NO_WRITE_TO_BINLOG TABLE ??', [table]);
        const size = await first(connection, SIZE, [table]);
        if (size === undefined) return { memoryBytes: 0, sessions: 0 };
        const count = await first(connection, 'SELECT COUNT(*) AS rowCount FROM ??', [table]);
        return { memoryBytes: Number(size['bytes']), sessions: Number(count?.['rowCount']) };
      },
      drop: (connection) => connection.destroy(),
    });

async function first(
  connection: Connection,
  sql: string,
  values: string[],
): Promise<Record<string, unknown> | undefined> {
  const [rows] = await connection.query<RowDataPacket[]>(sql, values);
  return rows[0];
}
