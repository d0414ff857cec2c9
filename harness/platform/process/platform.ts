import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import getPort from 'get-port';
import { unavailable } from '../../errors.ts';
import { storeEntry, storeFacts } from '../../stores/catalogue.ts';
import type { Platform } from '../platform.ts';
import type { StartedSubject } from '../subject.ts';
import { contentsOf } from './contents/catalogue.ts';
import { AppProcess } from './app.ts';
import { startCommand } from './command/start.ts';
import type { Context, ProcessPlatformOptions } from './context.ts';
import { folderBytes } from './folder-bytes.ts';
import { diskFor, freePort, partsOf, startServer, wiresTo } from './start-server.ts';
import { processorTime } from './processor-time.ts';
import { stoppedAmong } from './state.ts';
import { startTlsProxies } from './tls-proxies.ts';

/** Subjects as processes of this machine, on free loopback ports. */
export function processPlatform(options: ProcessPlatformOptions): Platform {
  return {
    start: (context) => {
      const { command } = context.experiment.subject;
      const whole = { ...context, ...options };
      return command === undefined ? startSubject(whole) : startCommand(command, whole);
    },
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
  const disk =
    folderUrl === undefined ? undefined : await diskFor('store', context)?.(context.dataFolder, 'disk');
  if (disk) stack.use(disk);
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
  await disk?.settle();
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
    ...(disk === undefined ? {} : { disk }),
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

/** The address of the data folder, for a store that keeps its data in one by itself, and for those of users. */
async function folderFor({ experiment, dataFolder }: Context): Promise<string | undefined> {
  const { store, storeModule } = experiment.subject;
  if (storeModule === undefined && !storeFacts(store).needsFolder) return undefined;
  await mkdir(dataFolder, { recursive: true });
  return pathToFileURL(dataFolder).href;
}

async function exactPort(port: number): Promise<number> {
  if ((await getPort({ host: '127.0.0.1', port })) === port) return port;
  throw unavailable(`port ${port} is taken on 127.0.0.1`, {
    next: 'give another with --app-port, or leave it out to take any free one',
  });
}
