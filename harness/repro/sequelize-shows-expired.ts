import { draft } from '../plan/draft.ts';
import type { PublicReport } from './report.ts';
import { anomalies } from './sightings.ts';

export const sequelizeShowsExpired: PublicReport = {
  title: 'connect-session-sequelize still shows sessions that have expired',
  says: 'Nothing looks at the time of a session when it is read; what has expired is gone only when the interval (15 minutes) has deleted it.',
  sources: [
    'https://github.com/mweibel/connect-session-sequelize/issues/1',
    'https://github.com/mweibel/connect-session-sequelize#readme',
  ],
  versions: 'reported in 2013; deleting by interval came after it',
  packages: ['connect-session-sequelize', 'sequelize'],
  draft: draft({
    title: 'Sessions that lie idle',
    subject: { store: 'sequelize-postgres', ttlMs: 3000 },
    load: { workload: 'expiry', clients: 10, rate: 200, durationMs: 800 },
  }),
  seen: anomalies('late-expiry'),
};
