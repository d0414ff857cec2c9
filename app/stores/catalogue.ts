import type { OpenStore } from './store.ts';

/** Every store by name; imported only when it is used, so that one store's packages never weigh on another. */
export const STORES = {
  memory: async () => (await import('./memory.ts')).openMemory,
  redis: async () => (await import('./redis.ts')).openRedis,
  mongo: async () => (await import('./mongo.ts')).openMongo,
} satisfies Record<string, () => Promise<OpenStore>>;

export type StoreName = keyof typeof STORES;
