import { Client } from 'memjs';
import { figureOver } from './connection.ts';
import type { OpenFigure, Reading } from './figure.ts';

/** What fails is told by `read`; memjs would print it as well. */
const silent = { log: () => {} };

/** `bytes` and `curr_items` of memcached's `stats`: what has expired counts until it is asked for or evicted. */
export const openMemcachedFigure: OpenFigure = (url) =>
  figureOver({
    name: 'memcached',
    connect: () => Promise.resolve(Client.create(new URL(url).host, { logger: silent })),
    read: (client) =>
      new Promise<Reading>((resolve, reject) => {
        client.stats((error, _server, stats) => {
          if (stats === null) reject(error ?? new Error('memcached told no stats'));
          else resolve({ memoryBytes: Number(stats['bytes']), sessions: Number(stats['curr_items']) });
        });
      }),
    drop: (client) => client.close(),
  });
