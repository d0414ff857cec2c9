import { existsSync } from 'node:fs';
import { unavailable, usageError } from '../errors.ts';
import { openComposePlatform } from '../platform/compose/platform.ts';
import { assertContext } from '../platform/kubernetes/cluster.ts';
import { openKubernetesPlatform } from '../platform/kubernetes/platform.ts';
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
  shareNodes?: boolean;
}

/** How the platform that the options name is got ready. Throws a usage error where they do not fit it. */
export function platformOpener(options: Options): OpenPlatform {
  const { platform } = options;
  assertOfCluster(options);
  if (platform === 'target') return ({ reaper }) => Promise.resolve(targetPlatform({ reaper }));
  if (platform === 'process') {
    return ({ tools, reaper }) =>
      Promise.resolve(
        Object.assign(processPlatform({ tools, appPort: options.appPort, reaper }), {
          [Symbol.asyncDispose]: () => Promise.resolve(),
        }),
      );
  }
  if (platform === 'kubernetes') return ofCluster(options);
  return ofStack(options);
}

/** The stack of docker-compose.yml. Throws a usage error for what it has not. */
function ofStack(options: Options): OpenPlatform {
  const { appPort, subject, tlsProxy, instances = 1, env, topology, setting } = options;
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

const LEAVE_OUT = 'leave it out, or leave out --platform kubernetes';

/** Pods of a cluster. Throws a usage error for what they do not have. */
function ofCluster(options: Options): OpenPlatform {
  const { appPort, subject, tlsProxy, env, topology, setting, context, image, shareNodes = false } = options;
  const given: readonly [flag: string, isGiven: boolean, why: string][] = [
    ['--app-port', appPort !== undefined, 'is for processes: each pod has an address of its own'],
    ['--subject', subject !== undefined, 'runs on processes: the images hold only the known stores'],
    [
      '--setting',
      setting !== undefined && (topology ?? 'standalone') === 'standalone',
      'is for processes, or for servers of a --topology: one by itself is there as its image has it',
    ],
    ['--env', env !== undefined, 'is for processes: nothing of your environment goes into a cluster'],
    ['--tls-proxy', tlsProxy === true, 'is for processes: nothing stands before the pods'],
  ];
  const [flag, , why] = given.find(([, isGiven]) => isGiven) ?? [];
  if (flag !== undefined) throw usageError(`${flag} ${why}`, { next: LEAVE_OUT });
  return ({ plan, reaper, signal }) =>
    openKubernetesPlatform({ plan, reaper, signal, report: say, context, image, shareNodes });
}

/** Rejects, before anything is planned, where the cluster that is named is not known. */
export async function assertPlace(
  { platform, context }: Pick<Options, 'platform' | 'context'>,
  signal: AbortSignal,
): Promise<void> {
  if (platform === 'kubernetes') await assertContext(context, signal);
}

/** Throws a usage error for what is said of a cluster where there is none. */
function assertOfCluster({ platform, context, image }: Options): void {
  if (platform === 'kubernetes') return;
  const flag = context === undefined ? image && '--image' : '--context';
  if (flag === undefined) return;
  throw usageError(`${flag} says something of a cluster, and the run is not to be in one`, {
    next: '--platform kubernetes, or leave it out',
  });
}
