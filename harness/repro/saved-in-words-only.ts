import { draft } from '../plan/draft.ts';
import type { PublicReport, Sighting, Attempt } from './report.ts';
import { counted } from '../units.ts';

export const savedInWordsOnly: PublicReport = {
  title: 'The answer is 200 although the store failed to save',
  says: 'When the store cannot save, the client still gets its 200: the error comes when the response is already on its way.',
  sources: [
    'https://github.com/expressjs/session/issues/538',
    'https://github.com/expressjs/session/issues/266',
  ],
  versions: 'reported of express-session in 2016 and 2018; said to be what Node.js allows',
  packages: ['express-session', 'express-mysql-session'],
  draft: draft({
    title: "Logins while the store's server is away",
    subject: { store: 'mysql' },
    load: { workload: 'login', clients: 20, rate: 300, durationMs: 4000 },
    faults: [{ kind: 'server-crash', target: 'mysql', atMs: 1500, durationMs: 1000 }],
  }),
  seen,
};

/** A client cannot see it; the app counts the saves that failed when their answer had already said 200. */
function seen({ result: { counts }, unsaved }: Attempt): Sighting {
  return {
    reproduced: unsaved > 0,
    evidence: `${counted(unsaved, 'save')} failed behind an answer of 200; ${counted(counts.sessionsLost, 'acknowledged session')} lost`,
  };
}
