import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import getPort from 'get-port';
import { unavailable } from '../../errors.ts';
import { isOfWire } from '../../model/faults.ts';
import type { OwnServer } from '../../model/own.ts';
import { namesOf, secretsOf } from '../../secrets/secrets-of.ts';
import { storeEntry, storeFacts } from '../../stores/catalogue.ts';
import type { Tool, ToolName } from '../../provision/provision.ts';
import type { Platform, StartContext } from '../platform.ts';
import type { StartedSubject } from '../subject.ts';
import { contentsOf } from './contents/catalogue.ts';
import { AppProcess } from './app.ts';
import { inspectSubject } from './inspect.ts';
import { folderBytes } from './folder-bytes.ts';
import type { Reaper } from '../../process/reaper.ts';
import { OwnServerProcess } from './own-server.ts';
import { SERVERS } from './servers/catalogue.ts';
import { startTopology } from './topologies/catalogue.ts';
import type { ReplicatedServer } from './topologies/replicated.ts';
import { ServerProcess } from './servers/server.ts';
import { useServer } from './servers/used.ts';
import { processorTime } from './processor-time.ts';
import { stoppedAmong } from './state.ts';
import { startTlsProxies } from './tls-proxies.ts';
import { startWires, type Wires } from './wires.ts';

export interface ProcessPlatformOptions {
  /** The servers of the stores, and toxiproxy where a plan breaks wires. */
  tools: ReadonlyMap<ToolName, Tool>;
  /** First port of the app's instances; absent: any free ones. */
  appPort: number | undefined;
  reaper: Reaper;
}

type Context = StartContext & ProcessPlatformOptions;

/** Subjects as processes of this machine, on free loopback ports. */
export function processPlatform(options: ProcessPlatformOptions): Platform {
  return {
    start: (context) => startSubject({ ...context, ...options }),
    generatorEnvironment: () => ({}),
  };
}

async function startSubject(context: Context): Promise<StartedSubject> {
  const { experiment, logFolder, appPort, reaper, signal, onDeath, onUnplanned } = context;
  const { subject } = experiment;
  await using stack = new AsyncDisposableStack();
  await mkdir(logFolder, { recursive: true });
  const server = await startServer(context);
  if (server) stack.use(server);
  const wires = server && (await wiresTo(server, context));
  if (wires) stack.use(wires);
  const folderUrl = await folderFor(context);
  const controlToken = randomBytes(16).toString('hex');
  const instances: AppProcess[] = [];
  // One after the other: instances that start together on an empty database break some stores, which is a fault
  // to be injected on purpose and not by the way.
  for (let index = 0; index < subject.instances; index++) {
    const port = appPort === undefined ? await freePort() : await exactPort(appPort + index);
    const logFile = join(logFolder, `app-${index + 1}.log`);
    const storeUrl = wires?.urls[index] ?? server?.url ?? folderUrl;
    const instance = new AppProcess({
      subject,
      index,
      port,
      storeUrl,
      controlToken,
      logFile,
      reaper,
      signal,
      onDeath,
      onUnplanned,
    });
    stack.use(instance);
    await instance.start();
    instances.push(instance);
  }
  const upstreams = instances.map(({ url }) => url);
  const proxies =
    subject.tlsProxy && stack.use(await startTlsProxies({ upstreams, logFolder, reaper, signal, onDeath }));
  const entry = storeEntry(subject.store);
  const read = entry && (await contentsOf(entry));
  const keptAt = server?.url ?? folderUrl;
  const readAt = server && 'keptAt' in server ? () => server.keptAt() : () => Promise.resolve(keptAt);
  const { needsFolder } = storeFacts(subject.store);
  const owned = stack.move();
  return {
    targets: proxies ? proxies.urls : upstreams,
    instances,
    server,
    wires: wires?.wires ?? [],
    controlToken,
    stopped: () =>
      stoppedAmong([
        ...instances,
        ...(server ? partsOf(server) : []),
        ...(wires?.proxies ?? []),
        ...(proxies ? proxies.proxies : []),
      ]),
    processorTime,
    ...(read && keptAt !== undefined ? { contents: async () => read((await readAt()) ?? keptAt) } : {}),
    ...(needsFolder && folderUrl !== undefined ? { storedBytes: () => folderBytes(folderUrl) } : {}),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

type AnyServer = ServerProcess | ReplicatedServer | OwnServerProcess;

const partsOf = (server: AnyServer) => ('replicas' in server ? server.replicas.parts : [server]);

async function startServer(context: Context): Promise<AnyServer | undefined> {
  const { experiment, tools, logFolder, dataFolder, reaper, signal, onDeath } = context;
  const { store, own, topology, settings = {} } = experiment.subject;
  if (own?.server !== undefined) return startOwnServer(own.server, context);
  const { server: program, table } = storeEntry(store) ?? {};
  if (program === undefined) return undefined;
  const tool = tools.get(program);
  if (tool === undefined) throw new Error(`no server was provisioned for ${store}`);
  await mkdir(dataFolder, { recursive: true });
  if (topology !== undefined)
    return startTopology(topology, { store, settings, tool, dataFolder, logFolder, reaper, signal, onDeath });
  const logFile = join(logFolder, `${store}.log`);
  const port = await freePort();
  return ServerProcess.start({
    store,
    table,
    definition: SERVERS[program],
    tool,
    dataFolder,
    logFile,
    port,
    settings,
    reaper,
    signal,
    onDeath,
  });
}

async function startOwnServer(server: OwnServer, context: Context): Promise<OwnServerProcess> {
  const { experiment, tools, logFolder, dataFolder, reaper, signal, onDeath } = context;
  const { store } = experiment.subject;
  await mkdir(dataFolder, { recursive: true });
  const port = await freePort();
  const tool = server.use && tools.get(server.use);
  if (server.use !== undefined && tool === undefined) throw new Error(`${server.use} was not provisioned`);
  const used = server.use && tool && (await useServer(server.use, { tool, dataFolder, port }, signal));
  const part = new OwnServerProcess({
    store,
    server,
    used,
    passedOn: namesOf(experiment.subject),
    secrets: secretsOf(experiment.subject),
    port,
    dataFolder,
    logFile: join(logFolder, `${store}.log`),
    reaper,
    signal,
    onDeath,
  });
  try {
    await part.start();
    // Only now can its store be opened: one that cannot be used is found out before the app waits for it.
    const { storeModule } = experiment.subject;
    const passedOn = namesOf(experiment.subject);
    if (storeModule !== undefined)
      await inspectSubject(storeModule, { signal, passedOn, serverUrl: part.url });
    return part;
  } catch (error) {
    await part[Symbol.asyncDispose]();
    throw error;
  }
}

/** The address of the data folder, for a store that keeps its data in one by itself, and for those of users. */
async function folderFor({ experiment, dataFolder }: Context): Promise<string | undefined> {
  const { store, storeModule } = experiment.subject;
  if (storeModule === undefined && !storeFacts(store).needsFolder) return undefined;
  await mkdir(dataFolder, { recursive: true });
  return pathToFileURL(dataFolder).href;
}

/** Wires through toxiproxy, where the plan breaks any: they cost a hop, which nothing else needs to pay. */
async function wiresTo({ url }: { url: string }, context: Context): Promise<Wires | undefined> {
  const { experiment, tools, logFolder, reaper, signal, onDeath } = context;
  if (!experiment.faults.some(({ kind }) => isOfWire(kind))) return undefined;
  const tool = tools.get('toxiproxy-server');
  if (tool === undefined) throw new Error('toxiproxy was not provisioned');
  const { instances } = experiment.subject;
  return startWires({
    tool,
    upstreamUrl: url,
    instances,
    logFile: join(logFolder, 'wires.log'),
    reaper,
    signal,
    onDeath,
  });
}

const freePort = () => getPort({ host: '127.0.0.1' });

async function exactPort(port: number): Promise<number> {
  if ((await getPort({ host: '127.0.0.1', port })) === port) return port;
  throw unavailable(`port ${port} is taken on 127.0.0.1`, {
    next: 'give another with --app-port, or leave it out to take any free one',
  });
}
