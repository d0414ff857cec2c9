import type { StoreServer, Wire } from '../../subject.ts';
import { connectionsTo } from '../../connections-to.ts';
import type { CommandProcess } from './instance.ts';
import { socketsOf } from './listening.ts';

export interface Use {
  /** Where it is reached, itself or by a wire. */
  ports: readonly number[];
  instances: readonly CommandProcess[];
}

/** Rejects where the machine shows that no process of the app is connected there: to break it would break nothing. */
export async function assertServerUsed(name: string, { ports, instances }: Use): Promise<void> {
  const pids = (await Promise.all(instances.map((instance) => instance.members()))).flat();
  const sockets = new Set((await Promise.all(pids.map(socketsOf))).flat());
  for (const port of ports) {
    const connections = await connectionsTo(port);
    if (connections === undefined) return;
    for (const connection of connections) if (sockets.has(connection.split(' ')[1] ?? '')) return;
  }
  throw new Error(`the app has no connection to the ${name} that it was given`);
}

/** A server that is broken only while the app is connected to it. */
export const brokenInUse = (server: StoreServer, assertUsed: () => Promise<void>): StoreServer => ({
  name: server.name,
  get pid() {
    return server.pid;
  },
  async end(signal) {
    await assertUsed();
    return server.end(signal);
  },
  start: () => server.start(),
  async pause() {
    await assertUsed();
    return server.pause();
  },
  resume: () => server.resume(),
  memory: () => server.memory(),
  ...(server.disk === undefined ? {} : { disk: server.disk }),
});

/** The same of a wire. */
export function spoiltInUse(wire: Wire): Wire {
  const assertUsed = async () => {
    const connections = await wire.connections?.();
    if (connections?.size === 0)
      throw new Error(`${wire.instance} has no connection to its server over the wire`);
  };
  return {
    ...wire,
    async cut() {
      await assertUsed();
      await wire.cut();
    },
    async add(toxic) {
      await assertUsed();
      await wire.add(toxic);
    },
  };
}
