import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chaosMeshOf, isOfWire, skewsClock } from '../../model/faults.ts';
import type { Reaper } from '../../process/reaper.ts';
import { APP_CONTAINER, APP_PORT } from '../../stores/kubernetes/app.ts';
import { SERVER_CONTAINER } from '../../stores/kubernetes/server.ts';
import { STORE_SERVERS } from '../../stores/servers.ts';
import type { StackEntry } from '../../stores/stack-entry.ts';
import type { StartContext } from '../platform.ts';
import type { StartedSubject } from '../subject.ts';
import { AppPod } from './app.ts';
import { clockOf } from './clock.ts';
import { apply, doorOf, untilUp } from './get-up.ts';
import type { Place } from './kubectl.ts';
import { PodLog } from './logs.ts';
import { appOf, instanceNames, serverOf } from './objects.ts';
import { networkOf } from './network.ts';
import { inUrl, reach, urlOf, type Way } from './reach.ts';
import { startWires } from './wires.ts';
import { scalingOf } from './scaling.ts';
import { ServerPod } from './server.ts';
import { PodTimes } from './times.ts';
import { watchPods } from './watch.ts';

export interface KubernetesContext extends StartContext {
  place: Place;
  entry: StackEntry;
  /** Of the app. */
  image: string;
  /** Where the exporter answers, and the way by which pods are reached. */
  exporter: string;
  way: Way;
  reaper: Reaper;
}

/**
 * The subject as pods of a cluster: the store's server without data, and the instances of the app, each at an address of
 * its own. Clients go to the instances themselves, as on processes.
 */
export async function startKubernetesSubject(context: KubernetesContext): Promise<StartedSubject> {
  const { place, entry, image, way, experiment, logFolder, reaper, signal, onUnplanned, onDeath } = context;
  const { subject } = experiment;
  await mkdir(logFolder, { recursive: true });
  await using stack = new AsyncDisposableStack();
  const logOf = (name: string, pod: string) => {
    const log = new PodLog({ place, pod, file: join(logFolder, `${name}.log`) });
    stack.defer(() => log.write());
    return log;
  };
  const server = await startServer(context, logOf);
  const names = instanceNames(subject.instances);
  const isWired = entry.server !== undefined && experiment.faults.some(({ kind }) => isOfWire(kind));
  const between =
    isWired && entry.server !== undefined
      ? await startWires({ place, server: STORE_SERVERS[entry.server], instances: names, way, logOf, signal })
      : undefined;
  const controlToken = randomBytes(16).toString('hex');
  await apply(place, appOf({ subject, entry, image, controlToken, isWired }), signal);
  // A pod that comes in another's place has another address; the port of a node stays.
  const isScaled = experiment.faults.some(({ kind }) => kind === 'app-scaled');
  const instances: AppPod[] = [];
  const times = new Map<string, PodTimes>();
  for (const name of names) {
    const log = logOf(name, name);
    const pod = await untilUp(place, { pod: name }, signal);
    const door = await doorOf(place, { pod, service: name, port: APP_PORT }, signal);
    const address = await reach(door, { place, only: isScaled ? 'node' : way, signal });
    const instance = new AppPod({
      place,
      name,
      pod: name,
      container: APP_CONTAINER,
      gentleSignal: 'TERM',
      url: urlOf(address),
      address,
      log,
      signal,
    });
    await instance.untilReady();
    // Its first words are looked at before the load.
    await log.write();
    instances.push(instance);
    times.set(name, stack.use(new PodTimes({ place, pod: name, container: APP_CONTAINER, reaper })));
  }
  const lasting = [server ?? [], between?.pod ?? []].flat();
  stack.use(watchPods({ place, restarting: instances, lasting, reaper, onUnplanned, onDeath }));
  const owned = stack.move();
  return {
    targets: instances.map(({ url }) => url),
    instances,
    ...(isScaled && { scaling: scalingOf({ place, instances, signal }) }),
    server,
    wires: between?.wires ?? [],
    networks: networksOf(context, names),
    clocks: clocksOf(context, names),
    controlToken,
    processorTime: (pid) => {
      const of = times.get(instances.find((each) => each.pid === pid)?.name ?? '');
      return of === undefined ? Promise.reject(new Error(`no process ${pid}`)) : of.read();
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** What Chaos Mesh can be told to break, where the plan has it break anything. */
function networksOf({ place, entry, experiment, signal }: KubernetesContext, names: readonly string[]) {
  const isBroken = experiment.faults.some(({ kind }) => chaosMeshOf(kind) === 'networkchaos');
  if (!isBroken || entry.server === undefined) return [];
  const server = STORE_SERVERS[entry.server];
  return names.map((instance) => networkOf({ place, server, instance, signal }));
}

function clocksOf({ place, experiment, signal }: KubernetesContext, names: readonly string[]) {
  const isSkewed = experiment.faults.some(({ kind }) => skewsClock(kind));
  return isSkewed ? names.map((instance) => clockOf({ place, instance, signal })) : [];
}

/** Starts the store's server, if it has one, and waits until it tells its figures. */
async function startServer(
  { place, entry, exporter, way, experiment, signal }: KubernetesContext,
  logOf: (name: string, pod: string) => PodLog,
): Promise<ServerPod | undefined> {
  const objects = serverOf(entry);
  if (objects === undefined || entry.server === undefined) return undefined;
  const { store } = experiment.subject;
  const { service, port, url, askedBy = url, stopSignal = 'SIGTERM' } = STORE_SERVERS[entry.server];
  await apply(place, objects, signal);
  const name = `${service}-0`;
  const log = logOf(store, name);
  const { status } = await untilUp(place, { pod: name }, signal);
  const { podIP } = status;
  // Its port is published on no node.
  const address = way === 'pod' && podIP !== undefined ? { host: podIP, port } : undefined;
  const server = new ServerPod({
    place,
    name: store,
    store,
    pod: name,
    container: SERVER_CONTAINER,
    gentleSignal: stopSignal.replace(/^SIG/, ''),
    exporter,
    address,
    url: address && askedBy(inUrl(address.host), port, entry.stack.database),
    log,
    signal,
  });
  await server.untilReady();
  await log.write();
  return server;
}
