import { draft } from '../plan/draft.ts';
import { counted, formatCount } from '../units.ts';
import type { Attempt, PublicReport, Sighting } from './report.ts';

export const regeneratedSavedTwice: PublicReport = {
  title: 'A login that regenerates its session and saves it has it saved a second time',
  says: 'An app calls regenerate, then save, and answers when that is over; when the request ends the session is saved again, although nothing has changed since.',
  sources: [
    'https://github.com/expressjs/session/issues/935',
    'https://github.com/expressjs/session/pull/1145',
  ],
  versions: 'reported of express-session in 2023; open',
  packages: ['express-session', 'connect-redis'],
  draft: draft({
    title: 'Logins that wait for their save',
    subject: { store: 'redis', saveMode: 'awaited' },
    load: { workload: 'login', clients: 10, rate: 200, durationMs: 2500 },
  }),
  seen: moreSavesThanChanges,
};

/** Each change is saved once where the app waits for its save; those whose fate is not known may have been, too. */
function moreSavesThanChanges({ result: { counts, figures = {} } }: Attempt): Sighting {
  const saves = figures['calls.set'];
  const changes = counts.writesAcknowledged + counts.fail + counts.info;
  if (saves === undefined || changes === 0)
    return { reproduced: undefined, evidence: 'nobody counted saves, or there was nothing to save' };
  return {
    reproduced: saves > changes,
    evidence: `${counted(saves, 'save')} for at most ${formatCount(changes)} changes`,
  };
}
