import { draft } from '../plan/draft.ts';
import type { PublicReport } from './report.ts';
import { countedByClients } from './sightings.ts';

export const memcachedTouchSaves: PublicReport = {
  title: 'With connect-memcached a request that only reads undoes a parallel write',
  says: 'Its touch is its set: whatever only reads saves the session as it was when the request began; what another request has written meanwhile is gone.',
  sources: [
    'https://github.com/balor/connect-memcached/issues/27',
    'https://github.com/balor/connect-memcached/pull/33',
  ],
  versions: 'reported of connect-memcached in 2017, with a change that was not taken',
  packages: ['express-session', 'connect-memcached'],
  draft: draft({
    title: 'Writes during a slow request',
    subject: { store: 'node-memcached' },
    load: { workload: 'overlap', clients: 10, rate: 100, durationMs: 2500 },
  }),
  seen: countedByClients('writes undone by a read', 'writes during a read'),
};
