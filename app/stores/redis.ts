import { once } from 'node:events';
import * as connectRedis from 'connect-redis';
import { Cluster, Redis } from 'ioredis';
import { clusterNodesIn } from './cluster-nodes.ts';
import { OPEN_LIMIT_MS, within } from './limit.ts';
import { replicated } from './redis-wait.ts';
import { sentinelsIn } from './sentinels.ts';
import type { OpenStore, StoreContext } from './store.ts';

type RedisStore = typeof connectRedis.RedisStore;

/** The class: connect-redis 7 exports it by default, and those before make it from express-session. */
function classFor(session: StoreContext['session']): RedisStore {
  const exported: { RedisStore?: RedisStore; default?: unknown } = connectRedis;
  if (exported.RedisStore !== undefined) return exported.RedisStore;
  const given = exported.default as RedisStore & ((from: typeof session) => RedisStore);
  return 'get' in given.prototype ? given : given(session);
}

/**
 * connect-redis on ioredis with both packages' defaults: commands wait in ioredis's offline queue while the
 * server is away. The TTL comes from the session's cookie, as connect-redis takes it. Of a server that sentinels watch
 * over it is told the sentinels' addresses, of a cluster those of its nodes.
 */
export const open: OpenStore = async ({ session, url, ttlMs, prefix, settings = {} }) => {
  if (url === undefined) throw new Error('redis needs the address of its server');
  const client = clientAt(url, settings);
  // Without a listener ioredis prints every failed reconnect; the store's own errors are counted elsewhere.
  client.on('error', (error: Error) => console.error(`redis: ${error.message}`));
  try {
    await within(OPEN_LIMIT_MS, 'redis', once(client, 'ready'));
  } catch (error) {
    // It would go on trying to connect for nobody.
    client.disconnect();
    throw error;
  }
  return {
    store: new (classFor(session))({
      client: client instanceof Cluster ? client : replicated(client, Number(settings['wait'] ?? 0)),
      ttl: Math.ceil(ttlMs / 1000),
      ...(prefix === undefined ? {} : { prefix }),
    }),
    check: () =>
      client.status === 'ready' ? Promise.resolve() : Promise.reject(new Error(`redis is ${client.status}`)),
    close: async () => {
      if (client.status === 'ready') await client.quit();
      else client.disconnect();
    },
  };
};

function clientAt(url: string, settings: Readonly<Record<string, string>>): Redis | Cluster {
  const nodes = clusterNodesIn(url);
  const { maxRetriesPerRequest: retries, enableOfflineQueue: queue } = settings;
  const options = {
    ...(retries && { maxRetriesPerRequest: retries === 'null' ? null : Number(retries) }),
    ...(queue && { enableOfflineQueue: queue === 'true' }),
  };
  if (nodes !== undefined) return new Cluster(nodes, { redisOptions: options });
  const watched = sentinelsIn(url);
  const failoverDetector = settings['failover-detector'] === 'true';
  return watched === undefined
    ? new Redis(url, options)
    : new Redis({ ...watched, ...options, failoverDetector });
}
