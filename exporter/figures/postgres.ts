import { Client } from 'pg';
import { OWN_CONNECTION } from '../../protocol/servers.ts';
import { figureOver } from './connection.ts';
import type { OpenFigure } from './figure.ts';

const CONNECT_LIMIT_MS = 2000;

/** Pages of 8 KiB: found in the server's own cache, or asked of the system. */
const COUNTS =
  'SELECT sum(numbackends) AS connections, sum(blks_hit) AS hits, sum(blks_read) AS misses FROM pg_stat_database';

/** `pg_total_relation_size` of a store's table, which has its indexes and its TOAST in it, and the rows in it. */
export const openPostgresFigure = (table: string): OpenFigure => {
  const quoted = `"${table}"`;
  return (url) =>
    figureOver({
      name: 'postgres',
      connect: async () => {
        const client = new Client({
          connectionString: url,
          connectionTimeoutMillis: CONNECT_LIMIT_MS,
          application_name: OWN_CONNECTION,
        });
        // A connection that breaks while it is idle; the next reading finds out.
        client.on('error', () => {});
        await client.connect();
        return client;
      },
      read: async (client) => {
        const { rows } = await client.query<{ bytes: string | null }>(
          'SELECT pg_total_relation_size(to_regclass($1)) AS bytes',
          [quoted],
        );
        const bytes = rows[0]?.bytes ?? null;
        const { rows: counts } =
          await client.query<Record<'connections' | 'hits' | 'misses', string>>(COUNTS);
        const server = {
          connections: Number(counts[0]?.connections),
          hits: Number(counts[0]?.hits),
          misses: Number(counts[0]?.misses),
        };
        if (bytes === null) return { memoryBytes: 0, sessions: 0, server };
        const counted = await client.query<{ count: string }>(`SELECT count(*) FROM ${quoted}`);
        return { memoryBytes: Number(bytes), sessions: Number(counted.rows[0]?.count), server };
      },
      // With a query under way it closes its socket at once.
      drop: (client) => void client.end().catch(() => {}),
    });
};
