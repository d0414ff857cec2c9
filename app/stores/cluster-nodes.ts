/** The nodes of a cluster, by `redis+cluster://host/?node=host:port&node=...`; undefined for another address. */
export function clusterNodesIn(url: string): { host: string; port: number }[] | undefined {
  const { protocol, searchParams } = new URL(url);
  if (protocol !== 'redis+cluster:') return undefined;
  return searchParams.getAll('node').map((address) => {
    const { hostname, port } = new URL(`redis://${address}`);
    return { host: hostname, port: Number(port) };
  });
}
