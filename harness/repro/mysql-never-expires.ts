import { draft } from '../plan/draft.ts';
import type { PublicReport } from './report.ts';
import { anomalies } from './sightings.ts';
import { programFile } from '../../protocol/program-file.ts';

export const mysqlNeverExpires: PublicReport = {
  title: 'express-mysql-session does not let sessions expire',
  says: 'With an expiration of 5 seconds a session is still valid long after it: only the interval deletes what has expired.',
  sources: ['https://github.com/chill117/express-mysql-session/issues/89'],
  versions: 'reported in 2018 of 2.0.x; since 2.1.0 what has expired is not given out',
  packages: ['express-mysql-session', 'mysql2'],
  draft: draft({
    title: 'Sessions that lie idle',
    // The cookie says nothing of its age, as in the report: the store has to go by its own option.
    subject: {
      store: 'mysql',
      storeModule: programFile('./subjects/mysql-with-expiration', import.meta.url),
      ttlMs: 3000,
      cookieAgeMs: 'none',
    },
    load: { workload: 'expiry', clients: 10, rate: 200, durationMs: 800 },
  }),
  seen: anomalies('late-expiry'),
};
