import { draft } from '../plan/draft.ts';
import type { PublicReport } from './report.ts';
import { anomalies } from './sightings.ts';

export const redisCrash: PublicReport = {
  title: 'Redis with its default persistence loses sessions in a crash',
  says: 'Snapshots are taken minutes apart: what was written after the last one is gone when the server is killed.',
  sources: ['https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/'],
  versions: 'every Redis without an append-only file, which is the default',
  packages: ['connect-redis', 'ioredis'],
  draft: draft({
    title: 'Redis is killed and started again',
    subject: { store: 'redis' },
    load: { workload: 'register', clients: 20, rate: 300, durationMs: 3000 },
    faults: [{ kind: 'server-crash', target: 'redis', atMs: 1500, durationMs: 0 }],
  }),
  seen: anomalies('lost-session', 'lost-write'),
};
