import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { OWN_CONNECTION } from '../../protocol/servers.ts';
import { figureOver } from '../lib/connection.ts';
import type { OpenFigure, ServerCounts } from '../lib/figure.ts';

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
        // Connections have no names there; who holds this lock is known.
        await connection.query('SELECT GET_LOCK(?, 0)', [OWN_CONNECTION]);
        return connection;
      },
      read: async (connection) => {
        // By itself it counts pages ten seconds after a table grew. A table that is not there is no error here.
        await connection.query('ANALYZE NO_WRITE_TO_BINLOG TABLE ??', [table]);
        const size = await first(connection, SIZE, [table]);
        const server = await countsOf(connection);
        if (size === undefined) return { memoryBytes: 0, sessions: 0, server };
        const count = await first(connection, 'SELECT COUNT(*) AS rowCount FROM ??', [table]);
        return { memoryBytes: Number(size['bytes']), sessions: Number(count?.['rowCount']), server };
      },
      drop: (connection) => connection.destroy(),
    });

/** Pages of 16 KiB: asked for, and of these read from the disk. */
async function countsOf(connection: Connection): Promise<ServerCounts> {
  const [rows] = await connection.query<RowDataPacket[]>(
    "SHOW GLOBAL STATUS WHERE Variable_name IN ('Threads_connected', 'Innodb_buffer_pool_read_requests', 'Innodb_buffer_pool_reads')",
  );
  const figures = new Map(rows.map(({ Variable_name: name, Value: value }) => [String(name), Number(value)]));
  const misses = figures.get('Innodb_buffer_pool_reads') ?? 0;
  return {
    connections: figures.get('Threads_connected') ?? 0,
    hits: Math.max(0, (figures.get('Innodb_buffer_pool_read_requests') ?? 0) - misses),
    misses,
  };
}

async function first(
  connection: Connection,
  sql: string,
  values: string[],
): Promise<Record<string, unknown> | undefined> {
  const [rows] = await connection.query<RowDataPacket[]>(sql, values);
  return rows[0];
}
