import { draft } from '../plan/draft.ts';
import type { PublicReport } from './report.ts';
import { anomalies } from './sightings.ts';

export const overlappingUpdates: PublicReport = {
  title: 'Parallel requests overwrite each other',
  says: 'Requests of one session that run at the same time each save the whole session: of several uploads some are missing in the end, whichever saved last wins.',
  sources: [
    'https://github.com/expressjs/session/issues/606',
    'https://github.com/expressjs/session/issues/361',
  ],
  versions: 'reported of express-session in 2016 and 2018; a store has no way to compare and set',
  packages: ['express-session', 'express-mysql-session'],
  draft: draft({
    title: 'Tabs on one session',
    subject: { store: 'mysql' },
    load: { workload: 'tabs', clients: 10, rate: 200, durationMs: 1500 },
  }),
  seen: anomalies('lost-update'),
};
