import { mkdir } from 'node:fs/promises';
import type { Platform, StartContext } from '../platform.ts';
import type { StartedSubject } from '../subject.ts';
import { lookAt } from './about.ts';
import { addressesOf } from './address.ts';
import { trustOfGenerator } from './trust.ts';
import { watchTargets } from './watch.ts';

/**
 * An app of the user's own, which is up already and stays as it is. Holdfast has no hold on its processes: nothing of
 * it can be broken, and its memory cannot be read.
 */
export function targetPlatform(): Platform & AsyncDisposable {
  let environment: Record<string, string> = {};
  return {
    async start(context) {
      const started = await startTargets(context);
      const addresses = await addressesOf(started.targets);
      environment = {
        ...(await trustOfGenerator(context.logFolder)),
        ADDRESSES: JSON.stringify(addresses),
      };
      return started;
    },
    generatorEnvironment: () => environment,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function startTargets(context: StartContext): Promise<StartedSubject> {
  const { experiment, logFolder, signal, onDeath } = context;
  const { targets = [] } = experiment.subject;
  await mkdir(logFolder, { recursive: true });
  // It may have gone since the plan was made.
  const asProxy = experiment.load.workload === 'proxied';
  for (const target of targets) await lookAt(target, { signal, asProxy });
  const watch = watchTargets(targets, (target) => onDeath(`nothing listens at ${target} any more`));
  return {
    targets,
    instances: [],
    server: undefined,
    wires: [],
    controlToken: '',
    [Symbol.asyncDispose]: () => watch[Symbol.asyncDispose](),
  };
}
