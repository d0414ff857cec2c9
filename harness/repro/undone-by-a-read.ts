import { draft } from '../plan/draft.ts';
import type { PublicReport } from './report.ts';
import { countedByClients } from './sightings.ts';

export const undoneByARead: PublicReport = {
  title: 'With resave: true a request that only reads undoes a parallel write',
  says: 'Every request saves the session as it was when it began, changed or not; what another request has written meanwhile is gone.',
  sources: [
    'https://github.com/expressjs/session#resave',
    'https://github.com/apostrophecms/apostrophe/issues/1765',
  ],
  versions: 'every version of express-session with resave: true, which is its default',
  packages: ['express-session', 'connect-redis'],
  draft: draft({
    title: 'Writes during a slow request',
    subject: { store: 'redis', resave: true },
    load: { workload: 'overlap', clients: 10, rate: 100, durationMs: 2500 },
  }),
  seen: countedByClients('writes undone by a read', 'writes during a read'),
};
