import { draft } from '../plan/draft.ts';
import type { PublicReport } from './report.ts';
import { nothingReadBack } from './sightings.ts';

const DAY_MS = 86_400_000;

export const memcachedThirtyDays: PublicReport = {
  title: 'On memcached a session that is to live longer than 30 days is gone at once',
  says: 'With a maxAge of two months every request begins a new session: memcached takes a life of more than 30 days for a date, which is long past.',
  sources: [
    'https://github.com/expressjs/session/issues/548',
    'https://github.com/memcached/memcached/wiki/Programming#expiration',
  ],
  versions: 'every memcached; reported in 2018 of a store that hands on the age as it is',
  packages: ['connect-memjs', 'memjs'],
  draft: draft({
    title: 'Sessions that are to live 60 days',
    subject: { store: 'memcached', ttlMs: 60 * DAY_MS },
    load: { workload: 'register', clients: 10, rate: 100, durationMs: 1500 },
  }),
  seen: nothingReadBack,
};
