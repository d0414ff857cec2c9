import { draft } from '../plan/draft.ts';
import type { PublicReport } from './report.ts';
import { anomalies } from './sightings.ts';

export const revivedByParallelRequest: PublicReport = {
  title: 'A request that is still running undoes a logout',
  says: 'A user logs out while another request of theirs is at work; when that ends it saves the session again, and the user is logged in as before.',
  sources: [
    'https://github.com/expressjs/session/issues/632',
    'https://github.com/expressjs/session/issues/640',
  ],
  versions: 'reported of express-session in 2019; with resave: true even where the request changes nothing',
  packages: ['express-session', 'connect-redis'],
  draft: draft({
    title: 'Logouts during a slow request',
    subject: { store: 'redis', resave: true },
    load: { workload: 'overlap', clients: 10, rate: 100, durationMs: 2500 },
  }),
  seen: anomalies('resurrection'),
};
