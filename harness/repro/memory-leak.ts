import { growth } from '../plan/prove.ts';
import type { PublicReport } from './report.ts';
import { heapIsHeld } from './sightings.ts';

export const memoryLeak: PublicReport = {
  title: 'MemoryStore leaks',
  says: 'Sessions of visitors who never come back stay in memory after they have expired.',
  sources: [
    'https://github.com/expressjs/session/issues/284',
    'https://github.com/expressjs/session/pull/128',
  ],
  versions: 'every version of express-session; its readme says so',
  packages: ['express-session'],
  draft: growth('memory'),
  seen: heapIsHeld,
};
