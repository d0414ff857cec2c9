import { hostPort, type Address } from '../address.ts';
import type { Wire } from '../subject.ts';
import { proxiedWire } from '../wires.ts';
import type { Member, Proxies } from './ground.ts';

/** Ways to servers of a topology, each a proxy, made when it is first asked for. */
export interface ServerWays {
  /** Where the server of this address is reached over the way to it. */
  to: (address: Address) => Promise<Address>;
  wireTo: (member: Pick<Member, 'address' | 'name'>) => Promise<Wire>;
}

const nameOf = ({ host, port }: Address) => `way-to-${host.replaceAll(/[^\w.]/g, '-')}-${port}`;

export function waysThrough({ api, proxy }: Pick<Proxies, 'api' | 'proxy'>): ServerWays {
  const ways = new Map<string, Promise<Address>>();
  const to = (address: Address) => {
    const name = nameOf(address);
    const way = ways.get(name) ?? proxy(name, hostPort(address));
    ways.set(name, way);
    return way;
  };
  return {
    to,
    wireTo: async ({ address, name }) =>
      proxiedWire({ api, proxy: nameOf(address), instance: name, near: await to(address) }),
  };
}
