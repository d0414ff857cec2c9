import { draft } from '../plan/draft.ts';
import type { PublicReport } from './report.ts';
import { anomalies } from './sightings.ts';

export const notShared: PublicReport = {
  title: 'MemoryStore is not shared by instances',
  says: 'It does not scale past a single process: behind a balancer a user is logged in on one instance and a stranger on the next.',
  sources: ['https://github.com/expressjs/session#readme'],
  versions: 'every version of express-session; its readme says so',
  packages: ['express-session'],
  draft: draft({
    title: 'Two instances share the load',
    subject: { store: 'memory', instances: 2 },
    load: { workload: 'register', clients: 10, rate: 200, durationMs: 1500 },
  }),
  seen: anomalies('session-unavailable', 'lost-session'),
};
