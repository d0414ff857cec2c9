import { draft } from '../plan/draft.ts';
import type { PublicReport } from './report.ts';
import { anomalies } from './sightings.ts';

const DURATION_MS = 16_000;

export const nodeRedisStaysWithTheOldPrimary: PublicReport = {
  title: 'node-redis does not notice a failover that leaves its connection open',
  says: 'Another server becomes the primary without the connection being lost, and the client goes on with the former one.',
  sources: ['https://github.com/redis/node-redis/issues/627'],
  versions:
    'reported of node_redis in 2014, which knew no sentinels; since 5 the package redis has a client for them',
  packages: ['connect-redis-10', 'redis'],
  draft: draft({
    title: 'A replica of Redis is made the primary (SENTINEL FAILOVER), node-redis',
    subject: { store: 'node-redis', topology: 'sentinel', saveMode: 'awaited' },
    load: { workload: 'register', clients: 10, rate: 100, durationMs: DURATION_MS },
    faults: [
      {
        kind: 'server-failover',
        target: 'node-redis',
        atMs: 2000,
        durationMs: 0,
        parameters: { manner: 'asked' },
      },
    ],
  }),
  seen: anomalies('lost-write', 'lost-session', 'stale-read'),
};
