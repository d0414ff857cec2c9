import { isRoot } from './root.ts';
import type { ServerDefinition } from './server.ts';

/** Keeps nothing on disk: what it holds goes with its process. */
export const memcachedServer: ServerDefinition = {
  program: 'memcached',
  readyLimitMs: 60_000,
  command: ({ tool, port }) => ({
    command: tool.path,
    args: ['-l', '127.0.0.1', '-p', String(port), ...(isRoot() ? ['-u', 'root'] : [])],
  }),
  url: (port) => `memcached://127.0.0.1:${port}`,
};
