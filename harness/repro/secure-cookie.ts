import { draft } from '../plan/draft.ts';
import type { PublicReport } from './report.ts';
import { nothingReadBack } from './sightings.ts';

export const secureCookie: PublicReport = {
  title: 'A secure cookie behind a proxy that is not trusted is never sent',
  says: 'The app sees plain HTTP, so no cookie is set; every request is answered 200, and begins another session.',
  sources: [
    'https://github.com/expressjs/session/issues/281',
    'https://github.com/expressjs/session/issues/165',
  ],
  versions: 'every version of express-session; its readme asks for "trust proxy"',
  packages: ['express-session'],
  draft: draft({
    title: 'Secure cookies over plain HTTP',
    subject: { store: 'redis', secureCookie: 'true' },
    load: { workload: 'register', clients: 10, rate: 100, durationMs: 1500 },
  }),
  seen: nothingReadBack,
};
