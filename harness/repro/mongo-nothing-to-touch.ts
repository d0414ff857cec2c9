import { draft } from '../plan/draft.ts';
import { counted } from '../units.ts';
import type { Attempt, PublicReport, Sighting } from './report.ts';

const COMPLAINT = /Unable to find the session to touch/g;
const LOGOUTS = 'logouts during a read';

export const mongoNothingToTouch: PublicReport = {
  title: 'connect-mongo fails requests whose session is gone before its touch',
  says: 'The log has "Unable to find the session to touch" where a request ends after a logout, or after the session expired.',
  sources: [
    'https://github.com/jdesboeufs/connect-mongo/issues/469',
    'https://github.com/jdesboeufs/connect-mongo/issues/471',
    'https://github.com/jdesboeufs/connect-mongo/issues/407',
  ],
  versions: 'reported from connect-mongo 4.1.0 in 2021 on, last of 5.1.0 in 2025',
  packages: ['connect-mongo', 'mongodb'],
  draft: draft({
    title: 'Logouts during a slow request',
    subject: { store: 'mongo' },
    load: { workload: 'overlap', clients: 10, rate: 100, durationMs: 2500 },
  }),
  seen,
};

function seen({ result: { figures = {} }, appLog }: Attempt): Sighting {
  const complaints = appLog.match(COMPLAINT)?.length ?? 0;
  const logouts = figures[LOGOUTS] ?? 0;
  return {
    reproduced: complaints === 0 && logouts === 0 ? undefined : complaints > 0,
    evidence: `${counted(complaints, 'complaint')} in the log; ${counted(logouts, 'logout')} during a request that changed nothing`,
  };
}
