import { RedisStore } from 'connect-redis-10';
import { createClient, createCluster, createSentinel } from 'redis';
import { clusterNodesIn } from './cluster-nodes.ts';
import { OPEN_LIMIT_MS, within } from './limit.ts';
import { sentinelsIn } from './sentinels.ts';
import type { OpenStore } from './store.ts';

/**
 * The newest connect-redis on the newest redis, which is the client that its own tests use (its peer dependency is
 * redis 5 or later), with the defaults of both: commands wait in the client's queue while the server is away. Of a server
 * that sentinels watch over its sentinel client is told the sentinels' addresses, of a cluster its cluster client those of the nodes.
 */
export const open: OpenStore = async ({ url, ttlMs, prefix, settings = {} }) => {
  if (url === undefined) throw new Error('node-redis needs the address of its server');
  const client = clientAt(url, settings);
  // Without a listener the first lost connection would end the process.
  client.on('error', (error: Error) => console.error(`redis: ${error.message}`));
  try {
    await within<unknown>(OPEN_LIMIT_MS, 'redis', client.connect());
  } catch (error) {
    await client.destroy();
    throw error;
  }
  return {
    store: new RedisStore({
      client,
      ttl: Math.ceil(ttlMs / 1000),
      ...(prefix === undefined ? {} : { prefix }),
    }),
    check: () => (client.isReady ? Promise.resolve() : Promise.reject(new Error('redis is not connected'))),
    close: async () => {
      if (client.isReady) await client.close();
      else await client.destroy();
    },
  };
};

function clientAt(url: string, settings: Readonly<Record<string, string>>) {
  const disableOfflineQueue = settings['disableOfflineQueue'] === 'true';
  const nodes = clusterNodesIn(url);
  if (nodes !== undefined)
    return createCluster({ rootNodes: nodes.map(({ host, port }) => ({ url: `redis://${host}:${port}` })) });
  const watched = sentinelsIn(url);
  return watched === undefined
    ? createClient({ url, disableOfflineQueue })
    : createSentinel({
        name: watched.name,
        sentinelRootNodes: watched.sentinels,
        ...(watched.natMap && { nodeAddressMap: watched.natMap }),
      });
}
