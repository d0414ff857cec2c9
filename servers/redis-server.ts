import type { Server } from './lib/server.ts';

export const server = {
  npm: 'ioredis',
  program: {
    variable: 'REDIS_SERVER_BIN',
    atLeast: '6.2.0',
    version: { args: ['--version'], pattern: /^Redis server v=(\d+\.\d+\.\d+)/m },
    // Redis publishes its source but no programs, so there is no release to fetch.
    sources: [{ kind: 'debian', package: 'redis-server', program: 'usr/bin/redis-server' }],
    ways: ['install Redis 6.2 or later', 'see, on Debian or Ubuntu, that apt-get reaches its mirror'],
  },
  url: (port, host = '127.0.0.1') => `redis://${host}:${port}`,
  readyLimitMs: 60_000,
  command: ({ tool, dataFolder, port, settings, isOpen = false }) => ({
    command: tool.path,
    args: [
      ...(isOpen ? ['--bind', '*', '-::*', '--protected-mode', 'no'] : ['--bind', '127.0.0.1']),
      '--port',
      String(port),
      '--dir',
      dataFolder,
      ...redisArguments(settings ?? {}),
    ],
  }),
  openFigure: async (url) => (await import('./redis-server/figure.ts')).openRedisFigure(url),
  readContents: async (url) => {
    const { protocol, searchParams } = new URL(url);
    if (protocol !== 'redis+cluster:') return contentsOf(url);
    const each = searchParams.getAll('node').map((address) => contentsOf(`redis://${address}`));
    return (await Promise.all(each)).flat();
  },
  stack: {
    service: 'redis',
    image: 'redis:8.2.1',
    port: 6379,
    firstWire: 6381,
    url: (host, port, database) => `redis://${host}:${port}${database === undefined ? '' : `/${database}`}`,
    volumes: { 'redis-data': '/data' },
    health: { test: ['CMD', 'redis-cli', 'ping'] },
    kubernetes: { uid: 999, memory: '512Mi' },
  },
} satisfies Server;

const AOF = ['--appendonly', 'yes', '--appendfsync'];
const PERSISTENCE: Readonly<Record<string, readonly string[]>> = {
  none: ['--save', ''],
  'aof-everysec': [...AOF, 'everysec'],
  'aof-always': [...AOF, 'always'],
};

function redisArguments({
  persistence = '',
  'min-replicas-to-write': replicas,
  timeout,
}: Readonly<Record<string, string>>): string[] {
  return [
    ...(PERSISTENCE[persistence] ?? []),
    ...(replicas === undefined ? [] : ['--min-replicas-to-write', replicas]),
    ...(timeout === undefined ? [] : ['--timeout', timeout]),
  ];
}

/** A replica in a cluster shows its keys, and not what they hold: its primary does. */
async function contentsOf(url: string): Promise<string[]> {
  const { Redis } = await import('ioredis');
  const client = new Redis(url);
  try {
    const role = await client.call('ROLE');
    if (Array.isArray(role) && role[0] !== 'master') return [];
    const keys = await client.keys('*');
    const values = await Promise.all(keys.map((key) => client.get(key)));
    return values.filter((value) => value !== null);
  } finally {
    client.disconnect();
  }
}
