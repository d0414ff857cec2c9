import { draft } from '../plan/draft.ts';
import type { PublicReport } from './report.ts';
import { anomalies } from './sightings.ts';

export const cookieReplay: PublicReport = {
  title: 'A cookie from before the logout still opens the session',
  says: 'Where the cookie is the session, nothing on the server can end it: whoever kept a copy goes on.',
  sources: ['https://github.com/expressjs/cookie-session#readme'],
  versions: 'every version of cookie-session; its readme says so',
  packages: ['cookie-session'],
  draft: draft({
    title: 'Logins, logouts, and old cookies shown again',
    subject: { store: 'cookie' },
    load: { workload: 'login', clients: 10, rate: 200, durationMs: 1500 },
  }),
  seen: anomalies('resurrection'),
};
