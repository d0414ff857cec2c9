import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import pWaitFor from 'p-wait-for';
import { compose } from './command.ts';
import type { Reaper } from '../../process/reaper.ts';
import type { ContainerPart } from './part.ts';
import type { Project } from './project.ts';

const FIRST_WORDS_LIMIT_MS = 10_000;

export interface LogsContext {
  parts: readonly ContainerPart[];
  /** Those that have printed something by now; a server may have nothing to say. */
  talking: readonly ContainerPart[];
  project: Project;
  logFolder: string;
  reaper: Reaper;
  signal: AbortSignal;
}

/**
 * Writes what the containers print to `<name>.log`, over all their starts, from now on and with what they printed
 * before. Resolves once that is there of those that are talking. Disposing of it ends the writing.
 */
export async function keepLogs(context: LogsContext): Promise<AsyncDisposable> {
  const following = context.parts.map((part) => follow(part, context));
  const talking = following.filter(({ part }) => context.talking.includes(part));
  await Promise.all(talking.map(({ begun }) => begun()));
  return {
    async [Symbol.asyncDispose]() {
      for (const { stop } of following) stop();
      await Promise.all(following.map(({ ended }) => ended));
    },
  };
}

function follow(part: ContainerPart, { logFolder, reaper, signal }: LogsContext) {
  const { name, service } = part;
  const file = join(logFolder, `${name}.log`);
  const { args, env } = compose(['logs', '--follow', '--no-log-prefix', '--no-color', service]);
  const log = createWriteStream(file, { flags: 'a' });
  log.on('error', () => {});
  const running = execa('docker', args, {
    env: env ?? {},
    reject: false,
    buffer: false,
    stdin: 'ignore',
    detached: true,
  });
  if (running.pid !== undefined) reaper.own(running.pid);
  running.stdout.pipe(log, { end: false });
  const hasWords = async () => (await readFile(file, 'utf8').catch(() => '')) !== '';
  const options = { interval: 50, timeout: FIRST_WORDS_LIMIT_MS, signal };
  return {
    part,
    begun: () => pWaitFor(hasWords, options),
    stop: () => running.kill(),
    ended: running.then(() => {
      if (running.pid !== undefined) reaper.release(running.pid);
      log.end();
    }),
  };
}
