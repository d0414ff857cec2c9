import { Client } from 'pg';
import type { ReadContents } from './contents.ts';

export const contentsOfPostgres =
  (table: string): ReadContents =>
  async (url) => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      const { rows } = await client.query<object>(`SELECT * FROM ${client.escapeIdentifier(table)}`);
      return rows.map((row) => JSON.stringify(row));
    } finally {
      await client.end();
    }
  };
