import { draft } from '../plan/draft.ts';
import type { PublicReport } from './report.ts';
import { anomalies } from './sightings.ts';

export const memcachedForgetsTheActive: PublicReport = {
  title: 'Memcached stores without touch let active sessions expire',
  says: 'A store without touch does not renew what is only read: a user who reads on is logged out one TTL after the last change.',
  sources: ['https://github.com/balor/connect-memcached/issues/27'],
  versions: 'asked for in connect-memcached in 2016; connect-memjs is its fork for memjs',
  packages: ['connect-memjs', 'memjs'],
  draft: draft({
    title: 'Sessions kept alive by reads, with a rolling cookie',
    subject: { store: 'memcached', ttlMs: 3000, rolling: true },
    load: { workload: 'expiry', clients: 10, rate: 200, durationMs: 800 },
  }),
  seen: anomalies('early-expiry'),
};
