import { realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { unavailable } from '../../../errors.ts';
import { childEnvironment } from '../../../process/environment.ts';
import { isRoot } from './root.ts';
import type { Command, ServerDefinition, ServerPlace } from './server.ts';

const INIT_LIMIT_MS = 60_000;

/** A cluster of its own, which trusts who connects from this machine. */
export const postgresServer: ServerDefinition = {
  program: 'postgres',
  readyLimitMs: 60_000,
  // What pg_ctl sends by default. On SIGTERM it would wait for its clients to go, which a pool never does.
  gentleSignal: 'SIGINT',
  prepare: initialise,
  command: ({ tool, dataFolder, port }) =>
    asNobody(tool.path, [
      '-D',
      join(dataFolder, 'cluster'),
      '-h',
      '127.0.0.1',
      '-p',
      String(port),
      // No socket in a folder that all clusters of the machine share.
      '-k',
      '',
    ]),
  url: (port) => `postgres://postgres@127.0.0.1:${port}/postgres`,
};

/**
 * PostgreSQL refuses to be root's. In a user namespace of its own it is nobody to itself while it stays the owner of
 * its files, so that neither its folder nor its program has to be where another user could reach it.
 */
function asNobody(program: string, args: string[]): Command {
  return isRoot()
    ? { command: 'unshare', args: ['--user', '--', program, ...args] }
    : { command: program, args };
}

async function initialise({ tool, dataFolder }: ServerPlace, signal: AbortSignal): Promise<void> {
  // On PATH there may be only a link to postgres; initdb stands beside the program itself.
  const initdb = join(dirname(await realpath(tool.path)), 'initdb');
  const folder = join(dataFolder, 'cluster');
  const options = ['--no-sync', '--auth=trust', '--username=postgres', '--encoding=UTF8', '--no-locale'];
  const { command, args } = asNobody(initdb, ['-D', folder, ...options]);
  const result = await execa(command, args, {
    cancelSignal: signal,
    env: childEnvironment(tool.env ?? {}),
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    timeout: INIT_LIMIT_MS,
  });
  signal.throwIfAborted();
  if (!result.failed) return;
  throw unavailable(`initdb could not make a cluster: ${result.stderr.trim() || result.shortMessage}`, {
    next: isRoot() ? 'run as a user other than root, which PostgreSQL refuses' : 'holdfast doctor',
  });
}
