/** Where the sentinels of a Redis are, and what they call it. */
export interface Sentinels {
  name: string;
  sentinels: Address[];
  /** Where a server is, by the address that sentinels give; absent: as they say. */
  natMap?: Record<string, Address>;
}

interface Address {
  host: string;
  port: number;
}

/**
 * What `redis+sentinel://host/name?sentinel=host:port&sentinel=...&nat=told:port,host:port` says; undefined for another
 * address.
 */
export function sentinelsIn(url: string): Sentinels | undefined {
  const { protocol, pathname, searchParams } = new URL(url);
  if (protocol !== 'redis+sentinel:') return undefined;
  const sentinels = searchParams.getAll('sentinel').map(addressIn);
  const mapped = searchParams.getAll('nat').map((pair) => pair.split(',') as [string, string]);
  return {
    name: pathname.slice(1),
    sentinels,
    ...(mapped.length > 0 && {
      natMap: Object.fromEntries(mapped.map(([told, at]) => [told, addressIn(at)])),
    }),
  };
}

function addressIn(text: string): Address {
  const { hostname, port } = new URL(`redis://${text}`);
  return { host: hostname, port: Number(port) };
}
