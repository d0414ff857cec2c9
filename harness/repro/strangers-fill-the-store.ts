import { draft } from '../plan/draft.ts';
import type { PublicReport } from './report.ts';
import { countedByClients } from './sightings.ts';

export const strangersFillTheStore: PublicReport = {
  title: 'Every health check and every bot gets a session of its own',
  says: 'Visitors that keep no cookies and put nothing into a session leave a new row in the store with each request.',
  sources: [
    'https://github.com/expressjs/session/issues/541',
    'https://github.com/expressjs/session/issues/133',
    'https://github.com/voxpelli/node-connect-pg-simple/issues/27',
  ],
  versions: 'every version of express-session with saveUninitialized: true, which is its default',
  packages: ['express-session', 'connect-pg-simple'],
  draft: draft({
    title: 'Visitors who look at one page',
    subject: { store: 'postgres', saveUninitialized: true },
    load: { workload: 'passersby', clients: 10, rate: 200, durationMs: 1500 },
  }),
  seen: countedByClients('calls.set', 'visits'),
};
