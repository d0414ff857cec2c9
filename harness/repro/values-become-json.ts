import { keptAs, KINDS, type Kind } from '../../protocol/kinds.ts';
import { draft } from '../plan/draft.ts';
import { counted } from '../units.ts';
import type { Attempt, PublicReport, Sighting } from './report.ts';

export const valuesBecomeJson: PublicReport = {
  title: 'What is put into a session comes back as JSON has it',
  says: 'Objects of a class and dates are plain objects and strings in the next request: stores write sessions as JSON.',
  sources: [
    'https://github.com/expressjs/session/issues/286',
    'https://github.com/expressjs/express/issues/1506',
  ],
  versions: 'every version of express-session with a store that writes JSON; reported in 2013 and 2016',
  packages: ['express-session', 'connect-redis'],
  draft: draft({
    title: 'Values of every kind',
    subject: { store: 'redis' },
    // Express-session never answers a request that put in a bigint, so clients wait for it.
    load: { workload: 'kinds', clients: 3, rate: 100, durationMs: 1500, timeoutMs: 1000 },
  }),
  seen,
};

function seen({ result: { figures = {} } }: Attempt): Sighting {
  const { 'as JSON': changed = 0, 'kept whole': whole = 0, otherwise = 0 } = figures;
  const kept = (Object.keys(KINDS) as Kind[]).reduce((sum, kind) => sum + (figures[keptAs(kind)] ?? 0), 0);
  const looks = changed + whole + otherwise + kept;
  return {
    reproduced: looks === 0 ? undefined : changed > 0,
    evidence: `${changed} of ${counted(looks, 'value')} came back as JSON has them, not as they were put in`,
  };
}
