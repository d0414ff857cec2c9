import { draft } from '../plan/draft.ts';
import type { PublicReport } from './report.ts';
import { anomalies } from './sightings.ts';

export const redirectBeforeSave: PublicReport = {
  title: 'A redirect is followed before the session is saved',
  says: 'The headers of a redirect are sent before the store has saved; a browser that follows them at once is shown the session as it was, or as a stranger.',
  sources: [
    'https://github.com/expressjs/session/issues/360',
    'https://github.com/expressjs/session/issues/309',
    'https://github.com/expressjs/session/issues/526',
  ],
  versions:
    'reported from express-session 1.13 to 1.15.6, with connect-pg-simple and session-file-store; said to be on purpose',
  packages: ['express-session', 'connect-pg-simple'],
  draft: draft({
    title: 'Redirects that are followed at once',
    subject: { store: 'postgres' },
    load: { workload: 'redirect', clients: 20, rate: 300, durationMs: 3000 },
  }),
  seen: anomalies('stale-read', 'session-unavailable', 'lost-session'),
};
