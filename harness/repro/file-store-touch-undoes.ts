import { draft } from '../plan/draft.ts';
import type { PublicReport } from './report.ts';
import { anomalies } from './sightings.ts';

export const fileStoreTouchUndoes: PublicReport = {
  title: 'A touch of session-file-store undoes a save',
  says: 'To renew a session its touch reads the file and writes all of it back; what was saved between the two is gone for good.',
  sources: [
    'https://github.com/valery-barysok/session-file-store/issues/103',
    'https://github.com/valery-barysok/session-file-store/pull/55',
  ],
  versions: 'reported in 2017 and, after 1.0.1 had narrowed it, in 2022',
  packages: ['session-file-store'],
  draft: draft({
    title: 'Redirects that are followed at once',
    subject: { store: 'file' },
    load: { workload: 'redirect', clients: 20, rate: 300, durationMs: 3000 },
  }),
  seen: anomalies('lost-write'),
};
