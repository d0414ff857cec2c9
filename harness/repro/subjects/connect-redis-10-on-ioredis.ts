import { once } from 'node:events';
import { RedisStore } from 'connect-redis-10';
import { Redis } from 'ioredis';
import { defineSubject } from '../../../app/subject.ts';

/** connect-redis 10, which is made for the client redis, on ioredis. */
export default defineSubject({
  name: 'connect-redis 10 on ioredis',
  open: async ({ url, ttlMs }) => {
    const client = new Redis(url);
    client.on('error', (error: Error) => console.error(`redis: ${error.message}`));
    await once(client, 'ready');
    return {
      store: new RedisStore({ client, ttl: Math.ceil(ttlMs / 1000) }),
      close: () => Promise.resolve(client.disconnect()),
    };
  },
});
