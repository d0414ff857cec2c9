import { draft } from '../plan/draft.ts';
import type { PublicReport } from './report.ts';
import { nothingReadBack } from './sightings.ts';
import { programFile } from '../../protocol/program-file.ts';

export const connectRedis10OnIoredis: PublicReport = {
  title: 'connect-redis from 9 on saves nothing on ioredis',
  says: 'Each save ends in "ERR syntax error", as the age is handed on in a form that only the client redis knows.',
  sources: ['https://github.com/tj/connect-redis/issues/433'],
  versions: 'reported of connect-redis 9 in 2025; since 9 it is made for the client redis',
  packages: ['connect-redis-10', 'ioredis'],
  draft: draft({
    title: 'connect-redis 10 on ioredis',
    subject: {
      store: 'redis',
      storeModule: programFile('./subjects/connect-redis-10-on-ioredis', import.meta.url),
    },
    load: { workload: 'register', clients: 10, rate: 100, durationMs: 1500 },
  }),
  seen: nothingReadBack,
};
