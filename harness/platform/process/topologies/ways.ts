import { unavailable } from '../../../errors.ts';
import type { Wire } from '../../subject.ts';
import { proxiedWire } from '../../wires.ts';
import { startToxiproxy, type RunningToxiproxy } from '../toxiproxy.ts';
import type { Member } from './member.ts';
import type { TopologyContext } from './topology.ts';

/** Ways to servers of a topology, each a proxy, made when it is first asked for. */
export interface ServerWays {
  /** The port by which the server of this port is reached over the way to it. */
  portTo: (port: number) => Promise<number>;
  wireTo: (member: Pick<Member, 'port' | 'name'>) => Promise<Wire>;
}

const nameOf = (port: number) => `way-to-${port}`;

export function waysThrough({ api, proxy }: Pick<RunningToxiproxy, 'api' | 'proxy'>): ServerWays {
  const ways = new Map<number, Promise<number>>();
  const portTo = (port: number) => {
    const way = ways.get(port) ?? proxy(nameOf(port), `127.0.0.1:${port}`);
    ways.set(port, way);
    return way;
  };
  return {
    portTo,
    wireTo: async ({ port, name }) => {
      const near = { host: '127.0.0.1', port: await portTo(port) };
      return proxiedWire({ api, proxy: nameOf(port), instance: name, near });
    },
  };
}

/** Starts a toxiproxy for servers of a topology. Rejects with `unavailable` where there is none, or it does not get ready. */
export async function startProxies(name: string, what: string, context: TopologyContext) {
  const { proxy: tool, logFolder, reaper, signal, onDeath, store } = context;
  if (tool === undefined)
    throw unavailable(`${store} ${what} takes toxiproxy`, { next: 'holdfast provision' });
  return startToxiproxy({ name, tool, logFile: `${logFolder}/${name}.log`, reaper, signal, onDeath });
}
