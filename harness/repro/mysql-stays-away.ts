import { draft } from '../plan/draft.ts';
import { counted } from '../units.ts';
import type { Attempt, PublicReport, Sighting } from './report.ts';

export const mysqlStaysAway: PublicReport = {
  title: 'express-mysql-session does not come back after a restart of MySQL',
  says: 'Once its connection was lost, every request fails ("Cannot enqueue Query after fatal error") until the app is started again.',
  sources: [
    'https://github.com/chill117/express-mysql-session/issues/18',
    'https://github.com/chill117/express-mysql-session/issues/40',
    'https://github.com/chill117/express-mysql-session/pull/4',
  ],
  versions:
    'reported from 2014 to 2016 of a single connection; since 1.2.0 it brings a pool, which connects anew',
  packages: ['express-mysql-session', 'mysql2'],
  draft: draft({
    title: 'MySQL is restarted',
    subject: { store: 'mysql' },
    load: { workload: 'register', clients: 10, rate: 100, durationMs: 5000 },
    faults: [{ kind: 'server-restart', target: 'mysql', atMs: 1500, durationMs: 0 }],
  }),
  seen,
};

/** What is acknowledged while the server still ends says nothing: only what comes after its return. */
function seen({ result: { faults, buckets } }: Attempt): Sighting {
  const healedMs = faults[0]?.healedMs ?? Infinity;
  const after = buckets.filter(({ atMs }) => atMs >= healedMs);
  const sum = (of: 'ok' | 'failed') => after.reduce((total, bucket) => total + bucket[of], 0);
  const [ok, failed] = [sum('ok'), sum('failed')];
  return {
    reproduced: ok + failed === 0 ? undefined : ok === 0,
    evidence: `of ${counted(ok + failed, 'operation')} after the server was back ${failed} failed`,
  };
}
