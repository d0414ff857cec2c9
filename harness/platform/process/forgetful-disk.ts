import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import { execa } from 'execa';
import { z } from 'zod';
import { messageOf, unavailable } from '../../errors.ts';
import { Child } from '../../process/child.ts';
import { childEnvironment } from '../../process/environment.ts';
import { mountsBelow, unmountBelow } from '../../process/mounts.ts';
import type { Reaper } from '../../process/reaper.ts';
import type { Tool } from '../../provision/provision.ts';
import type { Disk, PowerLost } from '../subject.ts';
import { within } from '../within.ts';
import { watchHelper } from './helper.ts';

const CHECK_LIMIT_MS = 20_000;
const ANSWER_LIMIT_MS = 60_000;
const END_LIMIT_MS = 10_000;
const WHAT = 'the disk of the server (forgetful-fs)';

/** Rejects with `unavailable` where this machine does not let the program mount, or it does not forget what was not synced. */
export async function assertForgetful(tool: Tool, signal: AbortSignal): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-check-'));
  const { failed, stderr, shortMessage } = await execa(tool.path, ['-check'], {
    cancelSignal: signal,
    // A terminal's Ctrl-C is the harness's alone.
    detached: true,
    env: childEnvironment({ TMPDIR: folder }),
    extendEnv: false,
    reject: false,
    timeout: CHECK_LIMIT_MS,
  });
  // Whatever has ended it, and how.
  unmountBelow(folder);
  await rm(folder, { recursive: true, force: true });
  signal.throwIfAborted();
  if (!failed) return;
  throw unavailable(
    `server-power-loss takes a file system of its own, which cannot be mounted here: ${stderr.trim() || shortMessage}`,
    {
      next: 'on Linux with /dev/fuse: as an ordinary user with fusermount3 (package fuse3), or as root that may mount (in a container: --device /dev/fuse --cap-add SYS_ADMIN); or server-crash',
    },
  );
}

export interface DiskContext {
  tool: Tool;
  /** Has what it has; is mounted over itself. */
  folder: string;
  logFile: string;
  reaper: Reaper;
  signal: AbortSignal;
  /** Called when what serves it ends although nobody asked it to. */
  onDeath: (what: string) => void;
  /** Called when it has to be taken away by force. */
  onUnclean: (what: string) => void;
}

const Answer = z.object({
  error: z.string().optional(),
  lost: z.object({ files: z.int(), bytes: z.int() }).optional(),
});

/** A folder as on a disk that can lose its power (tools/forgetful-fs). Disposing of it unmounts it, and leaves the files. */
export interface ForgetfulDisk extends Disk, AsyncDisposable {
  /** What is there now counts as synced: what was there before the experiment is not what it is about. */
  settle(): Promise<void>;
}

/** Lays one below a folder. What it says is in the log of that name. */
export type LayDisk = (folder: string, name: string) => Promise<ForgetfulDisk>;

/** Mounts it. Rejects with `unavailable` where it cannot be. */
export async function layDisk(context: DiskContext): Promise<ForgetfulDisk> {
  const { tool, folder, logFile, reaper, signal, onDeath, onUnclean } = context;
  let input: Writable | undefined;
  let answers: AsyncIterator<string> | undefined;
  await using stack = new AsyncDisposableStack();
  stack.defer(() => {
    unmountBelow(folder);
    if (mountsBelow(folder).length > 0)
      onUnclean(`${WHAT} could not be unmounted from ${folder}. Try: umount -l ${folder}`);
  });
  const child = stack.use(
    new Child({
      name: 'disk',
      command: tool.path,
      args: [folder],
      mountsAt: folder,
      logFile,
      reaper,
      onTalk: (stdin, stdout) => {
        // Where it has ended nobody answers, which is told then.
        stdin.on('error', () => {});
        input = stdin;
        answers = createInterface({ input: stdout })[Symbol.asyncIterator]();
      },
    }),
  );
  const answer = async () => {
    const next = answers?.next() ?? Promise.resolve(undefined);
    const line = await within(ANSWER_LIMIT_MS, 'forgetful-fs gave no answer', next);
    if (line === undefined || line.done === true)
      throw new Error(`forgetful-fs ended: ${await child.lastWords()}`);
    const { error, lost } = Answer.parse(JSON.parse(line.value));
    if (error !== undefined) throw new Error(`the disk did not lose its power: ${error}`);
    return lost;
  };
  const ask = (command: string) => {
    input?.write(`${command}\n`);
    return answer();
  };
  await answer().catch((cause: unknown) => {
    signal.throwIfAborted();
    throw unavailable(`the disk of a server could not be laid: ${messageOf(cause)}`, {
      next: 'holdfast doctor',
      cause,
    });
  });
  stack.defer(async () => {
    // It unmounts when it hears no more.
    input?.end();
    await within(END_LIMIT_MS, `${WHAT} did not end`, child.exited).catch((error: unknown) =>
      onUnclean(`${messageOf(error)} and was killed; what it says: ${logFile}`),
    );
  });
  stack.use(watchHelper(child, WHAT, onDeath));
  const owned = stack.move();
  return {
    settle: async () => {
      await ask('settle');
    },
    losePower: () => provedBySentinel(folder, () => ask('power-loss')),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

const SYNCED = 'S';
const NOT_SYNCED = 'N';

/** A byte of our own that was synced has to be there after, and one after it that was not has to be gone. */
async function provedBySentinel(
  folder: string,
  losePower: () => Promise<{ files: number; bytes: number } | undefined>,
): Promise<PowerLost> {
  const file = join(folder, 'holdfast-sentinel');
  {
    await using sentinel = await open(file, 'w');
    await sentinel.write(SYNCED);
    await sentinel.sync();
    await sentinel.write(NOT_SYNCED);
  }
  const lost = await losePower();
  const left = await readFile(file, 'utf8');
  await rm(file);
  if (lost === undefined || left !== SYNCED)
    throw new Error(
      `of a byte that was synced (${SYNCED}) and one that was not (${NOT_SYNCED}) the disk kept "${left}"`,
    );
  return {
    filesUndone: lost.files - 1,
    bytesUndone: lost.bytes - NOT_SYNCED.length,
    undone: 'a byte that was synced is there, and one that was not is gone',
  };
}
