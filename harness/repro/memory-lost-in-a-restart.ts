import { draft } from '../plan/draft.ts';
import type { PublicReport } from './report.ts';
import { anomalies } from './sightings.ts';

export const memoryLostInARestart: PublicReport = {
  title: 'MemoryStore loses everybody in a restart of the app',
  says: 'Sessions live in the process and nowhere else: whoever was logged in before it crashed, or was deployed anew, is logged out.',
  sources: ['https://github.com/expressjs/session/issues/256', 'https://github.com/sqlpad/sqlpad/pull/388'],
  versions: 'every version of express-session',
  packages: ['express-session'],
  draft: draft({
    title: 'The app crashes',
    subject: { store: 'memory' },
    load: { workload: 'register', clients: 20, rate: 300, durationMs: 3000 },
    faults: [{ kind: 'app-crash', target: 'app-1', atMs: 1500, durationMs: 0 }],
  }),
  seen: anomalies('lost-session'),
};
