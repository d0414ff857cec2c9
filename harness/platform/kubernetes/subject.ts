import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chaosMeshOf, isOfWire, isOnWays, skewsClock } from '../../model/faults.ts';
import { isFronted, type ReplicatedName } from '../../model/topologies.ts';
import type { Reaper } from '../../process/reaper.ts';
import { APP_CONTAINER, APP_PORT, storeUrl } from '../../stores/kubernetes/app.ts';
import { SERVER_CONTAINER } from '../../stores/kubernetes/server.ts';
import { wireName } from '../../stores/kubernetes/wires.ts';
import { STORE_SERVERS, type ServerEntry, type StackServer } from '../../stores/servers.ts';
import type { StackEntry } from '../../stores/stack-entry.ts';
import { inUrl } from '../address.ts';
import type { StartContext } from '../platform.ts';
import type { StartedSubject, StoreServer } from '../subject.ts';
import { startTopology } from '../topologies/catalogue.ts';
import { AppPod } from './app.ts';
import { clockOf } from './clock.ts';
import { apply, doorOf, untilUp } from './get-up.ts';
import { podGround } from './ground.ts';
import type { Place } from './kubectl.ts';
import { PodLog } from './logs.ts';
import { appOf, instanceNames, serverOf } from './objects.ts';
import { networkOf } from './network.ts';
import { reach, urlOf, type Way } from './reach.ts';
import { startWires } from './wires.ts';
import { scalingOf } from './scaling.ts';
import { ServerPod } from './server.ts';
import { PodTimes } from './times.ts';
import { watchPods, type Watched } from './watch.ts';

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
  const store = await startStore(context, logOf);
  if (store !== undefined) stack.use(store);
  const names = instanceNames(subject.instances);
  const isWired = store !== undefined && experiment.faults.some(({ kind }) => isOfWire(kind));
  const between = isWired
    ? await startWires({ place, store, instances: names, way, logOf, signal })
    : undefined;
  const controlToken = randomBytes(16).toString('hex');
  const url = isWired ? store.urlThrough(`${wireName('$(HOLDFAST_INSTANCE)')}:${store.port}`) : store?.url;
  await apply(place, appOf({ subject, entry, image, controlToken, url, isWired }), signal);
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
  const lasting = [store?.pods ?? [], between?.pod ?? []].flat();
  stack.use(watchPods({ place, restarting: instances, lasting, reaper, onUnplanned, onDeath }));
  const owned = stack.move();
  return {
    targets: instances.map(({ url }) => url),
    instances,
    ...(isScaled && { scaling: scalingOf({ place, instances, signal }) }),
    server: store?.server,
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

/** The server of a store, or all of them, as its app and what stands between know it. */
export interface StartedStore extends AsyncDisposable {
  server: StoreServer;
  /** The address for an app. */
  url: string;
  /** The same by way of another host and port, where an app goes to one. */
  urlThrough: (hostPort: string) => string;
  /** The host and port that an app goes to; undefined where it is told several. */
  upstream: string | undefined;
  /** Where a wire to it listens, as the server itself does. */
  port: number;
  entry: ServerEntry;
  /** What a run learns nothing more without. */
  pods: readonly Watched[];
}

type LogOf = (name: string, pod: string) => PodLog;

/** Starts what the store keeps its sessions on, if there is anything, and waits until it tells its figures. */
async function startStore(context: KubernetesContext, logOf: LogOf): Promise<StartedStore | undefined> {
  const { entry, experiment } = context;
  if (entry.server === undefined) return undefined;
  const server = STORE_SERVERS[entry.server];
  return experiment.subject.topology === undefined
    ? startServer(server, context, logOf)
    : startServers(experiment.subject.topology, server, context, logOf);
}

/** Several servers, of which one can take over from another. */
async function startServers(
  topology: ReplicatedName,
  entry: ServerEntry,
  context: KubernetesContext,
  logOf: LogOf,
): Promise<StartedStore> {
  const { place, experiment, signal } = context;
  const { store, settings = {} } = experiment.subject;
  const program = context.entry.server as StackServer;
  const ground = podGround({ place, server: entry, program, settings, logOf, signal });
  const server = await startTopology(topology, {
    store,
    table: context.entry.table,
    hasWays: experiment.faults.some(({ kind, parameters }) => isOnWays(kind, parameters)),
    ground,
    signal,
  });
  // The addresses of several are no URL.
  const upstream = isFronted(topology) ? new URL(server.url).host : undefined;
  return {
    server,
    url: server.url,
    urlThrough: (other) => server.url.replace(upstream ?? '', other),
    upstream,
    port: entry.port,
    entry,
    pods: ground.pods,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

async function startServer(
  entry: ServerEntry,
  { place, entry: ofStore, exporter, way, experiment, signal }: KubernetesContext,
  logOf: LogOf,
): Promise<StartedStore> {
  const { store } = experiment.subject;
  const { service, port, url, askedBy = url, stopSignal = 'SIGTERM' } = entry;
  await apply(place, serverOf(ofStore) ?? [], signal);
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
    url: address && askedBy(inUrl(address.host), port, ofStore.stack.database),
    log,
    signal,
  });
  await server.untilReady();
  await log.write();
  const upstream = `${service}:${port}`;
  const forApp = storeUrl(ofStore) as string;
  return {
    server,
    url: forApp,
    urlThrough: (other) => forApp.replace(upstream, other),
    upstream,
    port,
    entry,
    pods: [server],
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
