import { usageError } from '../errors.ts';
import { FAULTS, isOfWire } from '../model/faults.ts';
import type { Experiment } from '../model/plan.ts';
import { assertContext } from '../platform/kubernetes/cluster.ts';
import { assertRights } from '../platform/kubernetes/rights.ts';
import { instanceNames } from '../platform/target/instances.ts';
import { called } from '../platform/target/pods/choose.ts';
import { EXEC, findPods, RIGHTS, whoAllows, type Found } from '../platform/target/pods/find.ts';
import { scaleRights } from '../platform/target/pods/scaling.ts';
import { assertCanBeHad, type FromWithin } from '../platform/target/pods/start.ts';
import { say } from './output.ts';
import type { PodsOptions } from './pods-flags.ts';
import type { Options } from './run-flags.ts';
import type { Chosen } from './run-subject.ts';
import { seenSettings } from './run-target.ts';

type Wanted = PodsOptions & Pick<Options, 'context' | 'target' | 'ca' | 'workload' | 'faults' | 'yesBreakIt'>;

/** An app that is up in a cluster, seen from outside like any other; faults break its pods. */
export async function ofPods(options: Wanted, signal: AbortSignal): Promise<Chosen> {
  const { kubernetesApp: app = '', kubernetesServer: server, namespace = '', target = [], faults } = options;
  const context = await assertContext(options.context, signal, '--kubernetes-app breaks pods of a cluster');
  const place = { context, namespace };
  const kinds = kindsIn(faults);
  const fromWithin = doneFromWithin(faults);
  await assertRights(place, signal, fromWithin.length > 0 ? [...RIGHTS, EXEC] : RIGHTS);
  const found = await findPods(place, { app, server }, signal);
  if (kinds.includes('app-scaled')) await assertRights(place, signal, scaleRights(found.app.owner));
  const allowed =
    faults === undefined
      ? {}
      : { allowedBy: await whoAllows(place, found, options.yesBreakIt === true, signal) };
  await assertCanBeHad(place, found, fromWithin, signal);
  const { ca, workload } = options;
  const seen = await seenSettings(target, { ca, workload, signal, isBroken: faults !== undefined });
  await assertLeadsTo(target, found, signal);
  const { pods, owner } = found.app;
  const others = found.server === undefined ? '' : `, and ${called(found.server.owner)}`;
  const names = pods.map(({ metadata }, index) => `app-${index + 1} is ${metadata.name}`).join(', ');
  say(`${called(owner)} in ${context}/${namespace}: ${names}${others}`);
  return {
    ...seen,
    instances: Math.max(seen.instances ?? 1, pods.length),
    pods: { ...place, app: owner, ...(found.server && { server: found.server.owner }), ...allowed },
  };
}

const kindsIn = (faults: string | undefined) =>
  (Object.keys(FAULTS) as (keyof typeof FAULTS)[]).filter((kind) =>
    new RegExp(`(^|,)\\s*${kind}\\b(?!-)`).test(faults ?? ''),
  );

/** What of a schedule is done by the processes of a pod, which takes a right of its own, and what of it the image has. */
export function doneFromWithin(faults = ''): FromWithin[] {
  const broken = kindsIn(faults).flatMap((kind): FromWithin[] => {
    const [, site, how] = /^(app|server)-(crash|pause)$/.exec(kind) ?? [];
    return how === undefined
      ? []
      : [{ fault: kind, isServer: site === 'server', does: how === 'pause' ? 'stop' : 'kill' }];
  });
  return /(^|,)\s*app-rolling\s*\(\s*undrained\b/.test(faults)
    ? [...broken, { fault: 'app-rolling(undrained)', isServer: false, does: 'kill' }]
    : broken;
}

/** A probe calls its process by its machine's name, which in a pod is the pod's. */
async function assertLeadsTo(targets: readonly string[], { app }: Found, signal: AbortSignal): Promise<void> {
  const names = app.pods.map(({ metadata }) => metadata.name);
  for (const target of targets) {
    const seen = [...(await instanceNames([target], signal))];
    const other = seen.find((instance) => !names.some((name) => instance.startsWith(`${name}-`)));
    if (other === undefined && seen.length > 0) continue;
    throw usageError(
      `${target} leads to ${other ?? 'no probe that says its name'}, which is no pod of ${called(app.owner)}: what is broken there would not be what clients meet`,
      {
        next: 'the Service of these pods: by a port of a node (NodePort), its own address, or an Ingress; and leave out the option instance of probe(), for pods are known by their names',
      },
    );
  }
}

/** Throws a usage error for what is said of pods where none are named, and for what has to be said of them. */
export function assertPodsNamed(
  options: PodsOptions & Pick<Options, 'target' | 'context' | 'scenario' | 'platform'>,
): void {
  const { kubernetesApp, kubernetesServer, namespace, target, scenario } = options;
  if (kubernetesApp === undefined) {
    const flag = kubernetesServer === undefined ? namespace && '--namespace' : '--kubernetes-server';
    if (flag === undefined) return;
    throw usageError(`${flag} is about pods of your own, and none are named`, {
      next: "--kubernetes-app, with labels of the app's pods, such as 'app=shop'",
    });
  }
  if (target === undefined)
    throw usageError('--kubernetes-app names pods, and nobody has said where clients reach them', {
      next: '--target, with the address of their Service: a port of a node (NodePort), its own address, or an Ingress',
    });
  if (namespace === undefined)
    throw usageError('--kubernetes-app breaks pods of one namespace, and nobody has said which one', {
      next: '--namespace, with the name of the one that the app is in',
    });
  if (scenario !== undefined)
    throw usageError('pods of your own are tried by the probe, and --scenario is for apps without one', {
      next: '--target with --scenario, without faults; or --command',
    });
}

/** Throws a usage error for faults that pods of the user's own cannot have. */
export function assertOfPods({
  faults,
  subject: { pods, instances },
}: Pick<Experiment, 'faults' | 'subject'>): void {
  if (pods === undefined) return;
  for (const { kind, durationMs, parameters } of faults) {
    const { site, usualMs } = FAULTS[kind];
    if (isOfWire(kind))
      throw usageError(
        `${kind} breaks the way from the app to its server, and Holdfast puts nothing there in a cluster of yours`,
        {
          next: 'server-restart, server-crash or server-pause; or --compose-project, where wires can be broken',
        },
      );
    if (site === 'server' && pods.server === undefined)
      throw usageError(
        `${kind} breaks the server of the app's store, and nobody has said which pods that is`,
        {
          next: "--kubernetes-server, with their labels, such as 'app=redis'",
        },
      );
    if (kind === 'app-scaled' && parameters?.['how'] !== 'out' && instances < 2)
      throw usageError('app-scaled(in) takes a pod away, and the app has one alone', {
        next: 'app-scaled(out), or app-restart',
      });
    if (usualMs === 0 && durationMs > 0)
      throw usageError(
        `${kind} for ${durationMs / 1000} s keeps something down, and in a cluster it is back at once`,
        {
          next: `${kind} without a duration`,
        },
      );
  }
}
