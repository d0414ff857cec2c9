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
          else {
            const figure = (name: string) => Number(stats[name]);
            resolve({
              memoryBytes: figure('bytes'),
              sessions: figure('curr_items'),
              server: {
                connections: figure('curr_connections'),
                cpuSeconds: figure('rusage_user') + figure('rusage_system'),
                evictions: figure('evictions'),
                hits: figure('get_hits'),
                misses: figure('get_misses'),
              },
            });
          }
        });
      }),
    drop: (client) => client.close(),
  });
