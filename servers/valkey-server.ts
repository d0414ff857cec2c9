import { server as redisServer } from './redis-server.ts';
import type { Server } from './lib/server.ts';

const { npm, url, readyLimitMs, command, openFigure, readContents } = redisServer;

/** Valkey, which went on from Redis 7.2.4: it is run, set and asked as that is. The live stack has Redis. */
export const server = {
  npm,
  url,
  readyLimitMs,
  command,
  openFigure,
  readContents,
  program: {
    variable: 'VALKEY_SERVER_BIN',
    neededFor: 'redis and node-redis with --setting server=valkey-server',
    onlyWhenNamed: true,
    atLeast: '7.2.4',
    // 7.2 says no name of its own.
    version: { args: ['--version'], pattern: /^(?:Valkey s|S)erver v=(\d+\.\d+\.\d+)/m },
    // Its makers publish programs for some distributions alone; of Debian's, 13 is the first that has it.
    sources: [{ kind: 'debian', package: 'valkey-server', program: 'usr/bin/valkey-server' }],
    ways: ['install Valkey 7.2 or later', 'build it from its source (make), and name its src/valkey-server'],
  },
} satisfies Server;
