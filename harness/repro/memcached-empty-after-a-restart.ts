import { draft } from '../plan/draft.ts';
import type { PublicReport } from './report.ts';
import { anomalies } from './sightings.ts';

export const memcachedEmptyAfterARestart: PublicReport = {
  title: 'A restart of memcached logs everybody out',
  says: 'It is a cache, and keeps what it holds in memory alone.',
  sources: ['https://www.dragonflydb.io/faq/is-memcached-persistent'],
  versions: 'every memcached without a file to restart from (-e, since 1.5.18)',
  packages: ['connect-memjs', 'memjs'],
  draft: draft({
    title: 'Memcached is restarted',
    subject: { store: 'memcached' },
    load: { workload: 'register', clients: 20, rate: 300, durationMs: 3000 },
    faults: [{ kind: 'server-restart', target: 'memcached', atMs: 1500, durationMs: 0 }],
  }),
  seen: anomalies('lost-session'),
};
