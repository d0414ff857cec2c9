import { mkdir } from 'node:fs/promises';
import { isOfWire } from '../../model/faults.ts';
import type { Reaper } from '../../process/reaper.ts';
import type { OpenContext } from '../open.ts';
import type { Platform, StartContext } from '../platform.ts';
import type { StartedSubject } from '../subject.ts';
import { lookAt } from './about.ts';
import { ask } from './ask.ts';
import { addressesOf } from './address.ts';
import { holdPods } from './pods/start.ts';
import { holdProject } from './project/start.ts';
import { trustOfGenerator } from './trust.ts';
import { watchTargets } from './watch.ts';

/**
 * An app of the user's own, which is up already and stays as it is: its memory is not read, and nothing of it is broken
 * but containers of the compose project, or pods of the cluster, that the plan names.
 */
export function targetPlatform({ reaper }: Pick<OpenContext, 'reaper'>): Platform & AsyncDisposable {
  let environment: Record<string, string> = {};
  return {
    async start(context) {
      const started = await startTargets(context, reaper);
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

async function startTargets(context: StartContext, reaper: Reaper): Promise<StartedSubject> {
  const { experiment, logFolder, signal, onDeath } = context;
  const { targets = [], project, pods, pages, script } = experiment.subject;
  await mkdir(logFolder, { recursive: true });
  // It may have gone since the plan was made.
  const asProxy = experiment.load.workload === 'proxied';
  for (const target of targets) {
    const path = script === undefined ? pages?.account.path : '/';
    if (path === undefined) await lookAt(target, { signal, asProxy });
    else await ask(target, path, { headers: {}, signal });
  }
  await using stack = new AsyncDisposableStack();
  const needsWire = experiment.faults.some(({ kind }) => isOfWire(kind));
  const held =
    project === undefined || experiment.faults.length === 0
      ? undefined
      : stack.use(await holdProject({ ...context, project, targets, asProxy, needsWire, reaper }));
  const heldPods =
    pods === undefined || experiment.faults.length === 0
      ? undefined
      : stack.use(await holdPods({ ...context, pods, targets, asProxy, reaper }));
  // A container that is broken refuses, and so may a node for pods; of those that nobody breaks Docker, or the cluster, tells.
  const watched = targets.filter(
    (target) => heldPods === undefined && held?.published.includes(target) !== true,
  );
  stack.use(watchTargets(watched, (target) => onDeath(`nothing listens at ${target} any more`)));
  const owned = stack.move();
  return {
    targets,
    instances: held?.instances ?? heldPods?.instances ?? [],
    ...(heldPods?.scaling && { scaling: heldPods.scaling }),
    server: held?.server ?? heldPods?.server,
    wires: held?.wires ?? [],
    controlToken: '',
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
