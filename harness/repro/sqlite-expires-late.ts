import { draft } from '../plan/draft.ts';
import type { PublicReport } from './report.ts';
import { anomalies } from './sightings.ts';

export const sqliteExpiresLate: PublicReport = {
  title: 'better-sqlite3-session-store takes milliseconds for seconds',
  says: 'A session of ten minutes is written with an expiry of a week later: the age in milliseconds is added as seconds, until a touch puts it right.',
  sources: ['https://github.com/attestate/better-sqlite3-session-store/issues/9'],
  versions: 'reported of 0.0.3 in 2022, fixed in 0.1.0',
  packages: ['better-sqlite3-session-store', 'better-sqlite3'],
  draft: draft({
    title: 'Sessions that lie idle',
    subject: { store: 'sqlite', ttlMs: 3000 },
    load: { workload: 'expiry', clients: 10, rate: 200, durationMs: 800 },
  }),
  seen: anomalies('late-expiry'),
};
