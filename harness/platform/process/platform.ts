import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import getPort from 'get-port';
import { unavailable } from '../../errors.ts';
import type { Subject } from '../../plan/plan.ts';
import type { Tool } from '../../provision/provision.ts';
import type { StartedSubject } from '../subject.ts';
import { AppProcess } from './app.ts';
import type { Guardian } from './guardian.ts';
import { SERVERS } from './servers/catalogue.ts';
import type { RunningServer } from './servers/server.ts';

export interface SubjectContext {
  subject: Subject;
  /** The tool that serves the store, for a store that has a server. */
  serverTool: Tool | undefined;
  /** For logs that stay with the run. */
  logFolder: string;
  /** For data that goes when the subject is disposed of. */
  dataFolder: string;
  /** First port of the app's instances; absent: any free ones. */
  appPort: number | undefined;
  guardian: Guardian;
  signal: AbortSignal;
  onDeath: (what: string) => void;
}

/** Starts the store's server and the app's instances as processes of this machine, on free loopback ports. */
export async function startSubject(context: SubjectContext): Promise<StartedSubject> {
  const { subject, logFolder, appPort, guardian, signal, onDeath } = context;
  await using stack = new AsyncDisposableStack();
  await mkdir(logFolder, { recursive: true });
  const server = await startServer(context);
  if (server) stack.use(server);
  const controlToken = randomBytes(16).toString('hex');
  const instances: AppProcess[] = [];
  // One after the other: instances that start together on an empty database break some stores, which is a fault
  // to be injected on purpose and not by the way.
  for (let index = 0; index < subject.instances; index++) {
    const port = appPort === undefined ? await freePort() : await exactPort(appPort + index);
    const logFile = join(logFolder, `app-${index + 1}.log`);
    const storeUrl = server?.url;
    const instance = new AppProcess({
      subject,
      index,
      port,
      storeUrl,
      controlToken,
      logFile,
      guardian,
      signal,
      onDeath,
    });
    stack.use(instance);
    await instance.start();
    instances.push(instance);
  }
  const owned = stack.move();
  return { instances, server, controlToken, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

async function startServer(context: SubjectContext): Promise<RunningServer | undefined> {
  const { subject, serverTool, logFolder, dataFolder, guardian, signal, onDeath } = context;
  const start = SERVERS[subject.store];
  if (start === undefined) return undefined;
  if (serverTool === undefined) throw new Error(`no server was provisioned for ${subject.store}`);
  await mkdir(dataFolder, { recursive: true });
  guardian.ownFolder(dataFolder);
  const logFile = join(logFolder, `${subject.store}.log`);
  const server = await start({
    tool: serverTool,
    dataFolder,
    logFile,
    port: await freePort(),
    guardian,
    signal,
  });
  let disposed = false;
  void server.child.exited.then(() => {
    if (!disposed) onDeath(`${server.name} ended by itself: ${server.child.describeExit()}`);
  });
  const dispose = server[Symbol.asyncDispose].bind(server);
  return Object.assign(server, {
    async [Symbol.asyncDispose]() {
      disposed = true;
      await dispose();
    },
  });
}

const freePort = () => getPort({ host: '127.0.0.1' });

async function exactPort(port: number): Promise<number> {
  if ((await getPort({ host: '127.0.0.1', port })) === port) return port;
  throw unavailable(`port ${port} is taken on 127.0.0.1`, {
    next: 'give another with --app-port, or leave it out to take any free one',
  });
}
