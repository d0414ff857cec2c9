import { once } from 'node:events';
import { RedisStore } from 'connect-redis';
import { Redis } from 'ioredis';
import { defineSubject } from 'holdfast/subject';

export default defineSubject({
  name: 'Redis with a log',
  promises: {
    'survives-app-restart': 'connect-redis readme',
    'shared-between-instances': 'connect-redis readme',
    'survives-server-restart': 'Redis manual, Persistence: the append-only file',
  },
  server: {
    use: 'redis-server',
    args: ['--appendonly', 'yes'],
  },
  open: async ({ url }) => {
    const client = new Redis(url);
    await once(client, 'ready');
    return {
      store: new RedisStore({ client, prefix: 'mine:' }),
      check: async () => void (await client.ping()),
      close: () => Promise.resolve(client.disconnect()),
    };
  },
});
