import { draft } from '../plan/draft.ts';
import type { PublicReport } from './report.ts';
import { anomalies } from './sightings.ts';

export const cookieOutlivesItsAge: PublicReport = {
  title: 'A cookie whose time is up still opens the session',
  says: 'Only the browser looks at the age of the cookie: whoever shows it later is let in, for as long as its key is in use.',
  sources: ['https://github.com/expressjs/cookie-session#readme'],
  versions: 'every version of cookie-session; its readme says so',
  packages: ['cookie-session'],
  draft: draft({
    title: 'Sessions that lie idle',
    subject: { store: 'cookie', ttlMs: 3000 },
    load: { workload: 'expiry', clients: 10, rate: 200, durationMs: 800 },
  }),
  seen: anomalies('late-expiry'),
};
