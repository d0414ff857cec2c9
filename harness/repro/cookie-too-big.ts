import { draft } from '../plan/draft.ts';
import type { PublicReport } from './report.ts';
import { anomalies } from './sightings.ts';

export const cookieTooBig: PublicReport = {
  title: 'A session of more than 4,096 bytes does not fit its cookie',
  says: 'The app acknowledges it, the browser drops the cookie, and the user goes on with an older session or with none; nobody is told.',
  sources: ['https://github.com/expressjs/cookie-session/issues/35'],
  versions: 'every version of cookie-session; the limit is the browser’s',
  packages: ['cookie-session'],
  draft: draft({
    title: 'Sessions from 100 B to 64 KiB',
    subject: { store: 'cookie' },
    load: { workload: 'payload', clients: 10, rate: 100, durationMs: 1500 },
  }),
  seen: anomalies('truncated-session'),
};
