import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { StartCommand } from '../../../model/command.ts';
import type { StartedSubject } from '../../subject.ts';
import type { Context } from '../context.ts';
import { processorTime } from '../processor-time.ts';
import { freePort, partsOf, startServer, wiresTo } from '../start-server.ts';
import { stoppedAmong } from '../state.ts';
import { startBalancer } from './balancer.ts';
import { assertServerUsed, brokenInUse, spoiltInUse } from './in-use.ts';
import { CommandProcess } from './instance.ts';

/** Starts an app of the user's own by its own command, as often as the plan says, with a balancer in front. */
export async function startCommand(command: StartCommand, context: Context): Promise<StartedSubject> {
  const { experiment, logFolder, dataFolder, reaper, signal, onDeath, onUnplanned } = context;
  const { subject } = experiment;
  await using stack = new AsyncDisposableStack();
  await mkdir(logFolder, { recursive: true });
  const server = await startServer(context);
  if (server) stack.use(server);
  const wires = server && (await wiresTo(server, context));
  if (wires) stack.use(wires);
  const instances: CommandProcess[] = [];
  for (let index = 0; index < subject.instances; index++) {
    const ownFolder = join(dataFolder, `app-${index + 1}`);
    await mkdir(ownFolder, { recursive: true });
    const instance = new CommandProcess({
      command,
      subject,
      index,
      port: await freePort(),
      serverUrl: wires?.urls[index] ?? server?.url,
      ownFolder,
      logFile: join(logFolder, `app-${index + 1}.log`),
      reaper,
      signal,
      onDeath,
      onUnplanned,
    });
    stack.use(instance);
    await instance.start();
    instances.push(instance);
  }
  const balancer = stack.use(await startBalancer(instances, subject.balance, context));
  const ports = server ? [server.url, ...(wires?.urls ?? [])].map((url) => Number(new URL(url).port)) : [];
  const assertUsed = () => assertServerUsed(server?.name ?? '', { ports, instances });
  const owned = stack.move();
  return {
    targets: [balancer.url],
    instances,
    server: server && brokenInUse(server, assertUsed),
    ...(server === undefined ? {} : { assertServerUsed: assertUsed }),
    wires: wires?.wires.map(spoiltInUse) ?? [],
    controlToken: '',
    stopped: () =>
      stoppedAmong([
        ...instances,
        ...(server ? partsOf(server) : []),
        ...(wires?.proxies ?? []),
        balancer.process,
      ]),
    processorTime: async (pid) => {
      const of = instances.find((instance) => instance.pid === pid)?.serving ?? pid;
      return { ...(await processorTime(of)), of };
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
