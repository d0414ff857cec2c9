import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerProgram } from '../../../../protocol/servers.ts';
import { isRoot } from '../../../../servers/lib/root.ts';
import { Child } from '../../../process/child.ts';
import { waitUntilReady } from '../../../process/ready.ts';
import type { Reaper } from '../../../process/reaper.ts';
import { withDisk } from '../../../provision/own-disk.ts';
import { watchHelper } from '../helper.ts';
import type { Within } from './prepare.ts';

const MiB = 1_048_576;
/** What each takes from its first start on, and some more for a run: it is memory. */
const BYTES: Partial<Readonly<Record<ServerProgram, number>>> = {
  'redis-server': 32 * MiB,
  'valkey-server': 32 * MiB,
  postgres: 128 * MiB,
  mariadbd: 256 * MiB,
  // Three files of its journal, of 100 MB each, are there before anything is written.
  mongod: 512 * MiB,
};
const READY_LIMIT_MS = 20_000;
const TMPFS = 0x01021994;

/** A small disk of a server's own. Disposing of it takes all that is on it. */
export interface SmallDisk extends AsyncDisposable {
  /** As the harness reaches it: the server itself sees it where its data folder is. */
  folder: string;
  /** Runs a command where that is so. */
  within: Within;
}

interface SmallDiskOptions {
  program: ServerProgram;
  /** The server's data folder, which is hidden by it. */
  folder: string;
  logFolder: string;
  reaper: Reaper;
  signal: AbortSignal;
  onDeath: (what: string) => void;
}

/** Mounts it in a namespace that a process of its own keeps, so that the server can be ended and started again. */
export async function startSmallDisk(options: SmallDiskOptions): Promise<SmallDisk> {
  const { program, folder, logFolder, reaper, signal, onDeath } = options;
  await using stack = new AsyncDisposableStack();
  const keeper = withDisk(BYTES[program] ?? 256 * MiB, folder, ['sleep', 'infinity']);
  const logFile = join(logFolder, 'small-disk.log');
  const child = stack.use(new Child({ name: 'small-disk', ...keeper, logFile, reaper }));
  const seen = `/proc/${child.pid}/root${folder}`;
  await waitUntilReady({
    child,
    what: `the disk of ${program}`,
    attempt: async () => {
      if ((await statfs(seen)).type !== TMPFS) throw new Error('it is not mounted');
    },
    limitMs: READY_LIMIT_MS,
    signal,
    next: 'holdfast doctor',
  });
  stack.use(watchHelper(child, 'the disk', onDeath));
  const owned = stack.move();
  const inside = ['--target', String(child.pid), '--user', '--mount', '--preserve-credentials', '--'];
  return {
    folder: seen,
    // Who is not root is root in there, which some servers refuse to be: to itself it is nobody then, and stays the owner
    // of its files.
    within: ({ command, args, ...rest }) => ({
      ...rest,
      command: 'nsenter',
      args: [...inside, ...(isRoot() ? [] : ['unshare', '--user', '--']), command, ...args],
    }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
