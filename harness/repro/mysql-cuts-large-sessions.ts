import { draft } from '../plan/draft.ts';
import { counted } from '../units.ts';
import type { Attempt, PublicReport, Sighting } from './report.ts';

export const mysqlCutsLargeSessions: PublicReport = {
  title: 'express-mysql-session has no room for a session of more than 64 KB',
  says: 'Its column is a TEXT: what is longer is cut or refused, and the session cannot be read any more.',
  sources: [
    'https://github.com/chill117/express-mysql-session/issues/97',
    'https://github.com/chill117/express-mysql-session/pull/100',
  ],
  versions: 'reported in 2019 of 2.1.0; since 2.1.2 the column is a MEDIUMTEXT',
  packages: ['express-mysql-session', 'mysql2'],
  draft: draft({
    title: 'Sessions of 80 KB',
    subject: { store: 'mysql' },
    load: { workload: 'register', clients: 5, rate: 50, durationMs: 1500, bytes: 80_000 },
  }),
  seen,
};

function seen({ result: { counts }, unsaved }: Attempt): Sighting {
  const { reads, readsAbsent } = counts;
  return {
    reproduced: reads === 0 ? undefined : unsaved > 0 || readsAbsent === reads,
    evidence: `${readsAbsent} of ${counted(reads, 'read')} found no session; ${counted(unsaved, 'save')} failed behind an answer of 200`,
  };
}
