/** A copy of the project to which two stores are added, as a contributor does it: one in the app, one on a server. */
import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { temporaryFolder } from './holdfast.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** A file that a contributor edits: what is put behind a line of it. */
interface Entry {
  file: string;
  behind: string;
  text: string;
}

interface Addition {
  entry: Entry;
  files: Readonly<Record<string, string>>;
}

/** What is known of the store, and how it is opened. */
const WITHOUT_SERVER: Addition = {
  entry: {
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
  files: { 'app/stores/made-up.ts': "export { open } from './memory.ts';\n" },
};

/** The same, and all that is known of the server: Redis's, as if it were another. */
const WITH_SERVER: Addition = {
  entry: {
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

/** The files that are written for each of the two, the one that gets an entry first. */
export const WRITTEN = [WITHOUT_SERVER, WITH_SERVER].map(({ entry, files }) => [
  entry.file,
  ...Object.keys(files),
]);

/** Adds both to a copy of the project. Disposing of it removes the copy. */
export async function treeWithMadeUpStores(): Promise<AsyncDisposable & { path: string; folder: string }> {
  const folder = await temporaryFolder();
  const path = join(folder.path, 'holdfast');
  const { stdout } = await execa('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
  });
  for (const file of stdout.split('\0').filter(Boolean))
    await cp(join(ROOT, file), join(path, file), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(path, 'node_modules'));
  for (const { entry, files } of [WITHOUT_SERVER, WITH_SERVER]) {
    const text = await readFile(join(path, entry.file), 'utf8');
    if (!text.includes(entry.behind)) throw new Error(`${entry.file} has no ${entry.behind}`);
    await writeFile(join(path, entry.file), text.replace(entry.behind, entry.behind + entry.text));
    for (const [file, content] of Object.entries(files)) await writeFile(join(path, file), content);
  }
  return { path, folder: folder.path, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}
