import { existsSync } from 'node:fs';
import { unavailable, usageError } from '../errors.ts';
import { openComposePlatform } from '../platform/compose/platform.ts';
import { MOST_STACK_INSTANCES } from '../../protocol/stack.ts';
import type { OpenPlatform } from '../platform/open.ts';
import { processPlatform } from '../platform/process/platform.ts';
import { targetPlatform } from '../platform/target/platform.ts';
import type { RunOptions } from './run-options.ts';
import { say } from './output.ts';

/** Containers are built from the repository. */
const COMPOSE_FILE = new URL('../../docker-compose.yml', import.meta.url);

interface Options extends RunOptions {
  subject?: string;
  tlsProxy?: boolean;
  instances?: number;
  env?: readonly string[];
  topology?: string;
  setting?: readonly string[];
}

/** How the platform that the options name is got ready. Throws a usage error where they do not fit it. */
export function platformOpener(options: Options): OpenPlatform {
  const { platform, appPort, subject, tlsProxy, instances = 1, env, topology, setting } = options;
  if (platform === 'target') return ({ reaper }) => Promise.resolve(targetPlatform({ reaper }));
  if (platform === 'process') {
    return ({ tools, reaper }) =>
      Promise.resolve(
        Object.assign(processPlatform({ tools, appPort, reaper }), {
          [Symbol.asyncDispose]: () => Promise.resolve(),
        }),
      );
  }
  if (appPort !== undefined) {
    throw usageError(
      '--app-port is for processes; with --platform compose the ports are those of the stack',
      {
        next: 'leave it out, or set HOLDFAST_*_PORT as docker-compose.yml names them',
      },
    );
  }
  if (instances > MOST_STACK_INSTANCES) {
    throw usageError(`the stack has ${MOST_STACK_INSTANCES} instances of an app at most, not ${instances}`, {
      next: `--instances ${MOST_STACK_INSTANCES}, or leave out --platform compose`,
    });
  }
  if (subject !== undefined) {
    throw usageError('--subject runs on processes: the containers hold only the known stores', {
      next: 'leave out --platform compose',
    });
  }
  if ((topology ?? 'standalone') !== 'standalone' || setting !== undefined) {
    throw usageError(
      '--topology and --setting are for processes: each store of the stack has one server, as it is',
      {
        next: 'leave out --platform compose',
      },
    );
  }
  if (env !== undefined) {
    throw usageError('--env is for processes: the containers get what docker-compose.yml names', {
      next: 'leave out --platform compose',
    });
  }
  if (tlsProxy === true) {
    throw usageError('--tls-proxy is for processes: the balancer of the stack speaks HTTP', {
      next: 'leave out --platform compose',
    });
  }
  if (!existsSync(COMPOSE_FILE)) {
    throw unavailable("the stack's containers are built from Holdfast's repository; this is its package", {
      next: 'clone the repository and run the same command there, or leave out --platform compose',
    });
  }
  return ({ plan, reaper, signal }) => openComposePlatform({ plan, reaper, signal, report: say });
}
