import { draft } from '../plan/draft.ts';
import type { PublicReport } from './report.ts';
import { anomalies } from './sightings.ts';

export const mysqlNeverExpires: PublicReport = {
  title: 'express-mysql-session does not let sessions expire',
  says: 'With an expiration of 5 seconds a session is still valid long after it: only the interval deletes what has expired.',
  sources: ['https://github.com/chill117/express-mysql-session/issues/89'],
  versions: 'reported in 2018 (1.x)',
  packages: ['express-mysql-session', 'mysql2'],
  draft: draft({
    title: 'Sessions that lie idle',
    subject: { store: 'mysql', ttlMs: 3000 },
    load: { workload: 'expiry', clients: 10, rate: 200, durationMs: 800 },
  }),
  seen: anomalies('late-expiry'),
};
