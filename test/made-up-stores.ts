/** Two stores, as a contributor adds them: one in the app, one on a server. */
import { treeWith, writtenFor, type Addition } from './copied-tree.ts';

/** What is known of the store, and how it is opened. */
const WITHOUT_SERVER: Addition = {
  entries: [
    {
      file: 'harness/stores/in-process.ts',
      behind: 'export const IN_PROCESS = {',
      text: `
  'made-up': {
    name: 'Made up',
    packages: 'express-session MemoryStore, under another name',
    npm: ['express-session'],
    promises: [],
    stack: { port: 3990 },
    figure: '',
  },
`,
    },
  ],
  files: { 'app/stores/made-up.ts': "export { open } from './memory.ts';\n" },
};

/** The same, and all that is known of the server: Redis's, as if it were another. */
const WITH_SERVER: Addition = {
  entries: [
    {
      file: 'harness/stores/key-value.ts',
      behind: 'export const KEY_VALUE = {',
      text: `
  'made-up-kept': {
    name: 'Made up, on a server',
    packages: 'connect-redis on ioredis, under another name',
    npm: ['express-session', 'connect-redis', 'ioredis'],
    server: 'made-up-server',
    promises: [],
    stack: { port: 4000 },
    figure: 'used_memory of INFO',
  },
`,
    },
  ],
  files: {
    'app/stores/made-up-kept.ts': "export { open } from './redis.ts';\n",
    'servers/made-up-server.ts': `
import { figureOver } from './lib/connection.ts';
import type { Server } from './lib/server.ts';

export const server = {
  program: {
    variable: 'MADE_UP_SERVER_BIN',
    atLeast: '6.0.0',
    version: { args: ['--version'], pattern: /^Redis server v=(\\d+\\.\\d+\\.\\d+)/m },
    sources: [],
    ways: ['make one up', 'give one that is there'],
  },
  url: (port) => \`redis://127.0.0.1:\${port}/1\`,
  readyLimitMs: 60_000,
  command: ({ tool, dataFolder, port }) => ({
    command: tool.path,
    args: ['--bind', '127.0.0.1', '--port', String(port), '--dir', dataFolder],
  }),
  openFigure: async (url) => {
    const { Redis } = await import('ioredis');
    return figureOver({
      name: 'made-up',
      connect: () => Promise.resolve(new Redis(url)),
      read: async (client) => ({
        memoryBytes: Number(/used_memory:(\\d+)/.exec(await client.info())?.[1]),
        sessions: await client.dbsize(),
      }),
      drop: (client) => client.disconnect(),
    });
  },
  readContents: () => Promise.resolve([]),
  stack: {
    service: 'made-up',
    image: 'redis:8.2.1',
    port: 6379,
    firstWire: 63791,
    url: (host, port) => \`redis://\${host}:\${port}/1\`,
    kubernetes: { uid: 999, memory: '256Mi' },
  },
} satisfies Server;
`,
  },
};

const ADDITIONS = [WITHOUT_SERVER, WITH_SERVER];

/** The files that are written for each of the two, the one that gets an entry first. */
export const WRITTEN = ADDITIONS.map(writtenFor);

/** Adds both to a copy of the project. Disposing of it removes the copy. */
export const treeWithMadeUpStores = (more: readonly Addition[] = []) => treeWith([...ADDITIONS, ...more]);
