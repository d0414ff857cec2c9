import { draft } from '../plan/draft.ts';
import { counted } from '../units.ts';
import type { Attempt, PublicReport, Sighting } from './report.ts';

export const mongoStaysAwayAfterAStepDown: PublicReport = {
  title: 'An app on MongoDB does not come back after another member became the primary',
  says: 'After an election every request fails ("not master", "Cannot write to a secondary", server selection timed out) until the app is started again.',
  sources: [
    'https://github.com/jdesboeufs/connect-mongo/issues/244',
    'https://github.com/parse-community/parse-server/issues/3413',
    'https://github.com/Automattic/mongoose/issues/14795',
  ],
  versions:
    'reported of connect-mongo in 2016, of parse-server in 2017 and of mongoose 6.7.1 in 2024; drivers since 3.2 follow the members of a set by themselves',
  packages: ['connect-mongo', 'mongodb'],
  draft: draft({
    title: 'The primary of MongoDB steps down',
    subject: { store: 'mongo', topology: 'replica-set', saveMode: 'awaited' },
    load: { workload: 'register', clients: 10, rate: 100, durationMs: 20_000 },
    faults: [
      {
        kind: 'server-failover',
        target: 'mongo',
        atMs: 2000,
        durationMs: 0,
        parameters: { manner: 'asked' },
      },
    ],
  }),
  seen,
};

/** What is asked after the set was whole again. */
function seen({ result: { faults, buckets, counts } }: Attempt): Sighting {
  const healedMs = faults[0]?.healedMs ?? Infinity;
  const after = buckets.filter(({ atMs }) => atMs >= healedMs);
  const sum = (of: 'ok' | 'failed') => after.reduce((total, bucket) => total + bucket[of], 0);
  const [ok, failed] = [sum('ok'), sum('failed')];
  return {
    reproduced: ok + failed === 0 ? undefined : ok === 0,
    evidence: `${counts.fail + counts.info} of ${counted(counts.operations, 'operation')} failed, and of ${counted(ok + failed, 'operation')} after the set was whole ${failed}`,
  };
}
