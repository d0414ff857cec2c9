import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import getPort from 'get-port';
import { isOfWire, isOnWays, undoesFiles, takesOwnDisk } from '../../model/faults.ts';
import { serverNameOf } from '../../model/command.ts';
import type { OwnServer } from '../../model/own.ts';
import { namesOf, secretsOf } from '../../secrets/secrets-of.ts';
import { storeEntry } from '../../stores/catalogue.ts';
import { serverOf } from '../../stores/subject-facts.ts';
import type { Context } from './context.ts';
import { layDisk, type LayDisk } from './forgetful-disk.ts';
import { inspectSubject } from './inspect.ts';
import { OwnServerProcess } from './own-server.ts';
import { startTopology } from '../topologies/catalogue.ts';
import type { ReplicatedServer } from '../topologies/replicated.ts';
import { processGround } from './ground.ts';
import { ServerProcess } from './servers/server.ts';
import { startSmallDisk } from './servers/small-disk.ts';
import { useServer } from './servers/used.ts';
import { startWires, type Wires } from './wires.ts';

type AnyServer = ServerProcess | ReplicatedServer | OwnServerProcess;

/** The processes that it is. */
export const partsOf = (server: AnyServer) => ('replicas' in server ? server.replicas.parts : [server]);

/** Starts the server of a subject, where it has one. */
export async function startServer(context: Context): Promise<AnyServer | undefined> {
  const { experiment, tools, logFolder, dataFolder, reaper, signal, onDeath } = context;
  const { store, own, topology, settings = {} } = experiment.subject;
  if (own?.server !== undefined) return startOwnServer(own.server, context);
  const { table } = storeEntry(store) ?? {};
  const program = serverOf(experiment.subject);
  if (program === undefined) return undefined;
  const tool = tools.get(program);
  if (tool === undefined) throw new Error(`no server was provisioned for ${store}`);
  await mkdir(dataFolder, { recursive: true });
  if (topology !== undefined)
    return startTopology(topology, {
      store,
      table,
      hasWays: experiment.faults.some(({ kind, parameters }) => isOnWays(kind, parameters)),
      ground: processGround({
        store,
        settings,
        tool,
        proxy: tools.get('toxiproxy-server'),
        dataFolder,
        logFolder,
        layDisk: diskFor('server', context),
        reaper,
        signal,
        onDeath,
      }),
      signal,
    });
  const logFile = join(logFolder, `${store}.log`);
  const port = await freePort();
  const lay = diskFor('server', context);
  const place = {
    store,
    table,
    program,
    tool,
    dataFolder,
    logFile,
    port,
    settings,
    layDisk: lay && (() => lay(dataFolder, 'disk')),
    reaper,
    signal,
    onDeath,
  };
  if (!experiment.faults.some(({ kind }) => takesOwnDisk(kind))) return ServerProcess.start(place);
  const small = await startSmallDisk({ program, folder: dataFolder, logFolder, reaper, signal, onDeath });
  return ServerProcess.start({ ...place, small }).catch(async (error: unknown) => {
    await small[Symbol.asyncDispose]();
    throw error;
  });
}

async function startOwnServer(server: OwnServer, context: Context): Promise<OwnServerProcess> {
  const { experiment, tools, logFolder, dataFolder, reaper, signal, onDeath } = context;
  const store = serverNameOf(experiment.subject);
  await mkdir(dataFolder, { recursive: true });
  const port = await freePort();
  const tool = server.use && tools.get(server.use);
  if (server.use !== undefined && tool === undefined) throw new Error(`${server.use} was not provisioned`);
  const used = server.use && tool && (await useServer(server.use, { tool, dataFolder, port }, signal));
  const disk = await diskFor('server', context)?.(dataFolder, 'disk');
  const part = new OwnServerProcess({
    store,
    server,
    used,
    disk,
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
    await disk?.settle();
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

/** What a folder with data is laid on, where the plan has its user lose power: it costs time, which nothing else needs to pay. */
export function diskFor(user: 'server' | 'store', context: Context): LayDisk | undefined {
  const { experiment, tools, logFolder, reaper, signal, onDeath, onUnclean } = context;
  if (!experiment.faults.some(({ kind }) => undoesFiles(kind) === user)) return undefined;
  const tool = tools.get('forgetful-fs');
  if (tool === undefined) throw new Error('forgetful-fs was not provisioned');
  return (folder, name) => {
    const logFile = join(logFolder, `${name}.log`);
    return layDisk({ tool, folder, logFile, reaper, signal, onDeath, onUnclean });
  };
}

/** Wires through toxiproxy, where the plan breaks any: they cost a hop, which nothing else needs to pay. */
export async function wiresTo({ url }: { url: string }, context: Context): Promise<Wires | undefined> {
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

export const freePort = () => getPort({ host: '127.0.0.1' });
