import { draft } from '../plan/draft.ts';
import type { PublicReport } from './report.ts';
import { anomalies } from './sightings.ts';

/** The former primary takes writes in for some ten seconds after. */
const DURATION_MS = 16_000;

export const ioredisStaysWithTheOldPrimary: PublicReport = {
  title: 'ioredis stays with the former primary after a failover that its sentinels were asked for',
  says: 'Its connection is alive, so that it does not ask the sentinels; what it writes until it is closed goes to a server that is no primary any more.',
  sources: [
    'https://github.com/redis/ioredis/issues/305',
    'https://github.com/redis/ioredis/issues/1059',
    'https://github.com/redis/ioredis/issues/1314',
  ],
  versions:
    'reported of ioredis from 2016 to 2021; since 4.27 its option failoverDetector, off by default, watches the sentinels',
  packages: ['connect-redis', 'ioredis'],
  draft: draft({
    title: 'A replica of Redis is made the primary (SENTINEL FAILOVER), ioredis',
    subject: { store: 'redis', topology: 'sentinel', saveMode: 'awaited' },
    load: { workload: 'register', clients: 10, rate: 100, durationMs: DURATION_MS },
    faults: [
      {
        kind: 'server-failover',
        target: 'redis',
        atMs: 2000,
        durationMs: 0,
        parameters: { manner: 'asked' },
      },
    ],
  }),
  seen: anomalies('lost-write', 'lost-session', 'stale-read'),
};
