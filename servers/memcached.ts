import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { figureOver } from './lib/connection.ts';
import type { Figure, Reading } from './lib/figure.ts';
import { isRoot } from './lib/root.ts';
import type { Server } from './lib/server.ts';

/** Keeps nothing on disk: what it holds goes with its process. */
export const server = {
  npm: 'memjs',
  program: {
    variable: 'MEMCACHED_BIN',
    atLeast: '1.5.0',
    version: { args: ['--version'], pattern: /^memcached (\d+\.\d+\.\d+)/m },
    // Its makers publish no program that runs as it comes.
    sources: [{ kind: 'debian', package: 'memcached', program: 'usr/bin/memcached' }],
    ways: ['install memcached 1.5 or later', 'see, on Debian or Ubuntu, that apt-get reaches its mirror'],
  },
  url: (port) => `memcached://127.0.0.1:${port}`,
  readyLimitMs: 60_000,
  command: ({ tool, port }) => ({
    command: tool.path,
    args: ['-l', '127.0.0.1', '-p', String(port), ...(isRoot() ? ['-u', 'root'] : [])],
  }),
  openFigure,
  readContents,
  stack: {
    service: 'memcached',
    image: 'memcached:1.6.39',
    port: 11211,
    firstWire: 11221,
    url: (host, port) => `memcached://${host}:${port}`,
    kubernetes: { uid: 11_211, memory: '256Mi' },
  },
} satisfies Server;

/** What fails is told by `read`; memjs would print it as well. */
const silent = { log: () => {} };

/** `bytes` and `curr_items` of memcached's `stats`: what has expired counts until it is asked for or evicted. */
async function openFigure(url: string): Promise<Figure> {
  const { Client } = await import('memjs');
  return figureOver({
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
}

const LIMIT_MS = 5000;

/** By memcached's own text protocol: no client lists keys. */
async function readContents(url: string): Promise<string[]> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.setTimeout(LIMIT_MS, () => socket.destroy(new Error(`memcached was silent for ${LIMIT_MS} ms`)));
  const { promise: broken, reject } = Promise.withResolvers<never>();
  broken.catch(() => {});
  socket.on('error', reject);
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  const ask = async (command: string): Promise<string[]> => {
    socket.write(`${command}\r\n`);
    const answer: string[] = [];
    for (;;) {
      const { value, done } = await Promise.race([lines.next(), broken]);
      if (done === true || value === 'END') return answer;
      answer.push(value);
    }
  };
  try {
    const keys = (await ask('lru_crawler metadump all')).flatMap(
      (line) => /^key=(\S+)/.exec(line)?.[1] ?? [],
    );
    const texts: string[] = [];
    for (const key of keys) texts.push((await ask(`get ${decodeURIComponent(key)}`)).slice(1).join('\n'));
    return texts;
  } finally {
    socket.destroy();
  }
}
