import { draft } from '../plan/draft.ts';
import type { PublicReport } from './report.ts';
import { anomalies } from './sightings.ts';

export const mongoCrash: PublicReport = {
  title: 'A standalone MongoDB acknowledges writes that a crash undoes',
  says: 'The journal is written every 100 ms; what was acknowledged since then is lost when mongod is killed, unless writes ask for j: true.',
  sources: ['https://www.mongodb.com/docs/manual/core/journaling/'],
  versions: 'every MongoDB with the default write concern on a standalone',
  packages: ['connect-mongo', 'mongodb'],
  draft: draft({
    title: 'mongod is killed and started again',
    subject: { store: 'mongo' },
    load: { workload: 'register', clients: 40, rate: 600, durationMs: 3500 },
    faults: [{ kind: 'server-crash', target: 'mongo', atMs: 1500, durationMs: 0 }],
  }),
  seen: anomalies('lost-session', 'lost-write', 'stale-read'),
};
