import { growth } from '../plan/prove.ts';
import type { PublicReport } from './report.ts';
import { heapIsHeld } from './sightings.ts';

export const memorystoreKeeps: PublicReport = {
  title: 'memorystore keeps what has expired until its check period is over',
  says: 'Sessions seem not to expire although checkPeriod is set: it only says how often expired ones are looked for, and its readme looks once a day.',
  sources: ['https://github.com/roccomuso/memorystore/issues/7'],
  versions: 'reported of memorystore in 2018',
  packages: ['memorystore'],
  draft: growth('memorystore'),
  seen: heapIsHeld,
};
