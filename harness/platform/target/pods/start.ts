import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pWaitFor from 'p-wait-for';
import { acquireLock } from '../../../../bin/lock.mjs';
import { messageOf, usageError } from '../../../errors.ts';
import type { OwnPods } from '../../../model/own-pods.ts';
import type { Reaper } from '../../../process/reaper.ts';
import { kubectl, lastKubectl, placed, type Place } from '../../kubernetes/kubectl.ts';
import { watchPods } from '../../kubernetes/watch.ts';
import type { StartContext } from '../../platform.ts';
import type { StartedSubject } from '../../subject.ts';
import { assertProbe, OwnAppPod, urlOf } from './app.ts';
import { assertSettled, called, containerOf, isStaying } from './choose.ts';
import { findPods, lookAtMaker, podsWith, whoAllows, type Found, type FoundPods } from './find.ts';
import type { OwnPod } from './objects.ts';
import type { Taken } from './part.ts';
import { thereIs, WHAT_IS_THERE } from './scripts.ts';
import { ownScaling } from './scaling.ts';
import { OwnServerPod } from './server.ts';

/** All is to be as it was; it also happens when the run was interrupted. */
const WHOLE_LIMIT_MS = 180_000;
const LOOK_EVERY_MS = 500;
const REACH_LIMIT_MS = 2000;

export interface PodsContext extends Pick<StartContext, 'signal' | 'onUnplanned' | 'onDeath' | 'onUnclean'> {
  pods: OwnPods;
  targets: readonly string[];
  /** Clients will say that they come by HTTPS. */
  asProxy: boolean;
  reaper: Reaper;
}

/** What faults can be aimed at among pods of the user's. */
export type HeldPods = Pick<StartedSubject, 'instances' | 'server' | 'scaling'> & AsyncDisposable;

/**
 * Takes hold of pods of the user's own: of those that the plan names and that may be broken, and of no others. Disposing
 * of it waits until all are there and ready again; what was paused goes on, also where the harness is killed.
 */
export async function holdPods(context: PodsContext): Promise<HeldPods> {
  const { pods, targets, asProxy, reaper, signal, onUnplanned, onDeath, onUnclean } = context;
  const { context: cluster, namespace, app, server } = pods;
  const place = { context: cluster, namespace };
  await using stack = new AsyncDisposableStack();
  stack.defer(await alone(pods, signal));
  const found = await findPods(place, { app: app.selector, server: server?.selector }, signal);
  await whoAllows(place, found, pods.allowedBy === 'flag', signal);
  stack.defer(() => whole(place, found, onUnclean));
  const owed = new Map<string, readonly string[]>();
  /** Remembers what makes whole what is broken at the moment, for the end and for the reaper. */
  const owes = (name: string) => (makingWhole: readonly string[] | undefined) => {
    if (makingWhole === undefined) owed.delete(name);
    else owed.set(name, makingWhole);
    reaper.atEnd([...owed.values()].map(lastKubectl));
  };
  const goOn = async () => {
    for (const [name, args] of owed)
      await kubectl(args, { signal: AbortSignal.timeout(WHOLE_LIMIT_MS) }).catch((error: unknown) =>
        onUnclean(`${name} is still as a fault has left it: ${messageOf(error)}`),
      );
    reaper.atEnd([]);
  };
  stack.defer(goOn);
  const [target = ''] = targets;
  const taken: Taken = new Set();
  const shared = { place, taken, signal };
  const isReached = await areReached(found.app.pods, signal);
  const instances = found.app.pods.map((pod, index) => {
    const name = `app-${index + 1}`;
    const { owner } = found.app;
    const container = containerOf(pod);
    const of = { ...shared, owner, name, found: pod, container, onPaused: owes(name) };
    return new OwnAppPod({ ...of, target, isReached });
  });
  const ownServer = found.server && serverOf(found.server);
  function serverOf({ owner, pods: [pod] }: FoundPods): OwnServerPod | undefined {
    if (pod === undefined) return undefined;
    const { name } = owner;
    const of = { ...shared, owner, name, found: pod, container: containerOf(pod), onPaused: owes(name) };
    return new OwnServerPod({ ...of, look: { target, asProxy, signal } });
  }
  for (const part of [...instances, ...(ownServer === undefined ? [] : [ownServer])]) await part.untilReady();
  const scaling = ownScaling({
    place,
    found: found.app,
    instances,
    onScaled: owes(called(found.app.owner)),
    signal,
  });
  const lasting = ownServer === undefined ? [] : [ownServer];
  stack.use(watchPods({ place, restarting: instances, lasting, reaper, onUnplanned, onDeath }));
  const owned = stack.move();
  return { instances, scaling, server: ownServer, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** Two runs on one app would take each other's faults for their own: the second waits. */
const alone = ({ context, namespace, app }: OwnPods, signal: AbortSignal): Promise<() => void> => {
  const name = [context, namespace, app.name].join('-').replaceAll(/[^\w.-]/g, '_');
  return acquireLock(join(tmpdir(), `holdfast-pods-${name}.lock`), { signal });
};

/** Whether this machine reaches pods at their own addresses, and finds the probe there. */
async function areReached(pods: readonly OwnPod[], signal: AbortSignal): Promise<boolean> {
  const looks = pods.map(async (pod) => {
    const url = urlOf(pod, containerOf(pod));
    if (url === undefined) throw new Error('no port is known');
    await assertProbe(url, AbortSignal.any([signal, AbortSignal.timeout(REACH_LIMIT_MS)]));
  });
  const all = await Promise.allSettled(looks);
  signal.throwIfAborted();
  return all.every(({ status }) => status === 'fulfilled');
}

/** Waits until there are as many pods as there are to be, all ready; says so where that takes too long. */
async function whole(place: Place, { app, server }: Found, onUnclean: (what: string) => void): Promise<void> {
  const signal = AbortSignal.timeout(WHOLE_LIMIT_MS);
  for (const { owner } of [app, ...(server === undefined ? [] : [server])]) {
    let last = '';
    const isWhole = async () => {
      try {
        const maker = await lookAtMaker(place, owner, signal);
        const pods = (await podsWith(place, owner.selector, signal)).filter(isStaying);
        assertSettled(owner, { maker, pods, place });
        return true;
      } catch (error) {
        last = messageOf(error);
        return false;
      }
    };
    await pWaitFor(isWhole, { interval: LOOK_EVERY_MS, timeout: WHOLE_LIMIT_MS, signal }).catch(() =>
      onUnclean(`${called(owner)} was not whole again within ${WHOLE_LIMIT_MS / 1000} s: ${last}`),
    );
  }
}

/** A fault that is done by the processes of a pod. */
export interface FromWithin {
  /** As its user wrote it. */
  fault: string;
  /** Of the store's server, and not of the app. */
  isServer: boolean;
  does: 'kill' | 'stop';
}

/**
 * Rejects with a usage error where a fault cannot be had of these pods: who breaks them from within takes a shell, and the
 * kernel spares the first process of a container. Nothing is broken by that.
 */
export async function assertCanBeHad(
  place: Place,
  { app, server }: Found,
  faults: readonly FromWithin[],
  signal: AbortSignal,
): Promise<void> {
  for (const { fault, isServer, does } of faults) {
    const held = isServer ? server : app;
    const [pod] = held?.pods ?? [];
    if (pod === undefined) continue;
    const why = await whyNot(place, pod, does, signal);
    if (why !== undefined)
      throw usageError(`${fault} is done from within a pod, and ${pod.metadata.name} ${why[0]}`, {
        next: why[1],
      });
  }
}

async function whyNot(
  place: Place,
  pod: OwnPod,
  does: FromWithin['does'],
  signal: AbortSignal,
): Promise<[why: string, next: string] | undefined> {
  const { shareProcessNamespace, containers } = pod.spec;
  const restart = 'app-restart or server-restart, which delete the pod';
  if (shareProcessNamespace && containers.length > 1)
    return ['has several containers that share their processes: all of them would be hit', restart];
  const args = ['exec', pod.metadata.name, '--container', containerOf(pod), '--', 'sh', '-c', WHAT_IS_THERE];
  const printed = await kubectl([...placed(place), ...args], { signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    return error as Error;
  });
  if (printed instanceof Error) return [`runs no sh (${messageOf(printed)})`, restart];
  const { others, hasLimits } = thereIs(printed);
  if (shareProcessNamespace || others > 0 || (does === 'kill' && hasLimits)) return undefined;
  return [
    `has one process alone, which is the first of its container: the kernel lets nobody ${does} that from within${does === 'stop' ? '' : ', and its image has no prlimit (util-linux), by which the kernel would'}`,
    `shareProcessNamespace: true in the template of its pods; or ${restart}`,
  ];
}
