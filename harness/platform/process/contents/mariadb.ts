import { createConnection, type RowDataPacket } from 'mysql2/promise';
import type { ReadContents } from './contents.ts';

export const contentsOfMariadb =
  (table: string): ReadContents =>
  async (url) => {
    const connection = await createConnection({ uri: url });
    try {
      const [rows] = await connection.query<RowDataPacket[]>('SELECT * FROM ??', [table]);
      return rows.map((row) => JSON.stringify(row));
    } finally {
      connection.destroy();
    }
  };
