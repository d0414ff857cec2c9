import { draft } from '../plan/draft.ts';
import { counted } from '../units.ts';
import type { Attempt, PublicReport, Sighting } from './report.ts';

const COMPLAINT = /\[session-file-store\] will retry, error on last attempt: .*ENOENT/g;

export const fileStoreRetries: PublicReport = {
  title: 'session-file-store retries and complains about files that are not there',
  says: 'The log fills with "will retry, error on last attempt: ENOENT" for every session that is not there, as after a logout or a change of the id.',
  sources: [
    'https://github.com/valery-barysok/session-file-store/issues/106',
    'https://github.com/valery-barysok/session-file-store/issues/48',
  ],
  versions: 'reported from 0.0.21 in 2015 on, last in 2025',
  packages: ['session-file-store'],
  draft: draft({
    title: 'Logins, logouts, and old cookies shown again',
    subject: { store: 'file' },
    load: { workload: 'login', clients: 10, rate: 100, durationMs: 1500 },
  }),
  seen,
};

function seen({ result: { counts }, appLog }: Attempt): Sighting {
  const complaints = appLog.match(COMPLAINT)?.length ?? 0;
  return {
    reproduced: counts.readsAbsent === 0 && complaints === 0 ? undefined : complaints > 0,
    evidence: `${counted(complaints, 'complaint')} in the log; ${counted(counts.readsAbsent, 'read')} of sessions that are not there`,
  };
}
