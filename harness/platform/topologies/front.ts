import { addressIn, hostPort, type Address } from '../address.ts';
import { answered } from '../wires.ts';
import type { TopologyContext } from './topology.ts';
import { waysThrough, type ServerWays } from './ways.ts';

const FRONT = 'front';
/** Nobody listens there. */
const NOWHERE = '127.0.0.1:1';

/**
 * The one address in front of servers, which leads to their primary, and the ways by which they follow each other: all
 * through one toxiproxy. Disposing of it closes them.
 */
export interface Front extends AsyncDisposable {
  readonly address: Address;
  /** Where it leads by toxiproxy's word; undefined while it leads nowhere. */
  leadsTo: () => Promise<Address | undefined>;
  /** From now on to this address. Connections that are open are closed. */
  lead: (to: Address) => Promise<void>;
  /** Closes what is open, and takes no more in until it leads somewhere. */
  close: () => Promise<void>;
  /** By which servers are followed. */
  ways: ServerWays;
}

export async function startFront({ ground }: TopologyContext): Promise<Front> {
  const running = await ground.proxies('front', 'with an address in front of its servers');
  const { client } = running;
  const address = await running.proxy(FRONT, NOWHERE);
  const set = async (upstream: string, enabled: boolean) => {
    const front = await answered(client.get(FRONT));
    await answered(front.update({ enabled, listen: front.listen, upstream }));
  };
  return {
    address,
    leadsTo: async () => {
      const { enabled, upstream } = await answered(client.get(FRONT));
      return enabled && upstream !== NOWHERE ? addressIn(upstream) : undefined;
    },
    lead: (to) => set(hostPort(to), true),
    close: () => set(NOWHERE, false),
    ways: waysThrough(running),
    [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
  };
}
