import { draft } from '../plan/draft.ts';
import { counted } from '../units.ts';
import type { Attempt, PublicReport, Sighting } from './report.ts';

const BROKEN_JSON = /Unexpected end of (?:JSON )?input/g;

export const fileStoreCutFiles: PublicReport = {
  title: 'session-file-store reads files that are half written',
  says: 'Under parallel requests a file is read while it is written: "Unexpected end of input", and a status of 500.',
  sources: ['https://github.com/valery-barysok/session-file-store/issues/21'],
  versions: 'reported of 0.0.x in 2015; since 0.1.0 a file is written beside and moved into its place',
  packages: ['session-file-store'],
  draft: draft({
    title: 'Tabs on one session, of files',
    subject: { store: 'file' },
    load: { workload: 'tabs', clients: 10, rate: 200, durationMs: 2000, bytes: 20_000 },
  }),
  seen,
};

function seen({ result: { counts }, appLog }: Attempt): Sighting {
  const broken = appLog.match(BROKEN_JSON)?.length ?? 0;
  return {
    reproduced: broken > 0,
    evidence: `${counted(broken, 'half-written file')} in the log; ${counts.fail + counts.info} of ${counted(counts.operations, 'operation')} failed`,
  };
}
