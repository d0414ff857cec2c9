import { growth } from '../plan/prove.ts';
import type { PublicReport } from './report.ts';
import { serverStillCounts } from './sightings.ts';

export const mongoKeepsForAMinute: PublicReport = {
  title: 'MongoDB still holds sessions that have expired',
  says: 'Expired sessions are not deleted at once: the TTL index is swept by a task that runs once a minute.',
  sources: [
    'https://github.com/jdesboeufs/connect-mongo/issues/425',
    'https://github.com/jdesboeufs/connect-mongo/issues/160',
  ],
  versions: 'every connect-mongo with a native TTL index',
  packages: ['connect-mongo', 'mongodb'],
  draft: growth('mongo'),
  seen: serverStillCounts,
};
