import { answered } from '../../wires.ts';
import type { TopologyContext } from './topology.ts';
import { startProxies, waysThrough, type ServerWays } from './ways.ts';

const FRONT = 'front';
/** Nobody listens there. */
const NOWHERE = '127.0.0.1:1';

/**
 * The one address in front of servers, which leads to their primary, and the ways by which they follow each other: all
 * through one toxiproxy. Disposing of it closes them.
 */
export interface Front extends AsyncDisposable {
  readonly port: number;
  /** Where it leads by toxiproxy's word; undefined while it leads nowhere. */
  leadsTo: () => Promise<number | undefined>;
  /** From now on to this port. Connections that are open are closed. */
  lead: (port: number) => Promise<void>;
  /** Closes what is open, and takes no more in until it leads somewhere. */
  close: () => Promise<void>;
  /** By which servers are followed. */
  ways: ServerWays;
}

export async function startFront(context: TopologyContext): Promise<Front> {
  const running = await startProxies('front', 'with an address in front of its servers', context);
  const { client } = running;
  const port = await running.proxy(FRONT, NOWHERE);
  const set = async (upstream: string, enabled: boolean) => {
    const front = await answered(client.get(FRONT));
    await answered(front.update({ enabled, listen: front.listen, upstream }));
  };
  return {
    port,
    leadsTo: async () => {
      const { enabled, upstream } = await answered(client.get(FRONT));
      return enabled && upstream !== NOWHERE ? Number(upstream.split(':')[1]) : undefined;
    },
    lead: (to) => set(`127.0.0.1:${to}`, true),
    close: () => set(NOWHERE, false),
    ways: waysThrough(running),
    [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
  };
}
