/** Where the sentinels of a Redis are, and what they call it. */
export interface Sentinels {
  name: string;
  sentinels: { host: string; port: number }[];
}

/** What `redis+sentinel://host/name?sentinel=host:port&sentinel=...` says; undefined for another address. */
export function sentinelsIn(url: string): Sentinels | undefined {
  const { protocol, pathname, searchParams } = new URL(url);
  if (protocol !== 'redis+sentinel:') return undefined;
  const sentinels = searchParams.getAll('sentinel').map((address) => {
    const { hostname, port } = new URL(`redis://${address}`);
    return { host: hostname, port: Number(port) };
  });
  return { name: pathname.slice(1), sentinels };
}
