import { draft } from '../plan/draft.ts';
import { counted, formatMs } from '../units.ts';
import type { Attempt, PublicReport, Sighting } from './report.ts';

const READ_ONLY_MS = 3000;
const REFUSED = /READONLY You can't write against a read only replica/g;

export const redisReadOnlyWindow: PublicReport = {
  title: 'Writes fail with READONLY after a failover, for as long as the client stays where it is',
  says: 'The server behind the one address is a replica now. The client is told READONLY, takes that for the answer of a command, and does not connect anew.',
  sources: [
    'https://github.com/redis/ioredis/issues/144',
    'https://github.com/redis/node-redis/issues/1050',
    'https://github.com/rajnandan1/kener/pull/711',
  ],
  versions:
    'reported of ioredis in 2015 and of node_redis 2.5.3 in 2016, and still of apps in 2026; the option reconnectOnError of ioredis is made for it, and not set by default',
  packages: ['connect-redis', 'ioredis'],
  draft: draft({
    title: 'Redis becomes a replica, its clients stay connected',
    subject: { store: 'redis', saveMode: 'awaited' },
    load: { workload: 'register', clients: 10, rate: 100, durationMs: 8000 },
    faults: [{ kind: 'server-read-only', target: 'redis', atMs: 2000, durationMs: READ_ONLY_MS }],
  }),
  seen,
};

/** A client that leaves at the first READONLY has few of them. */
function seen({ result: { faults, buckets }, appLog }: Attempt): Sighting {
  const refused = appLog.match(REFUSED)?.length ?? 0;
  const { onsetMs = 0, healedMs = Infinity } = faults[0] ?? {};
  const late = buckets.filter(({ atMs }) => atMs >= onsetMs + READ_ONLY_MS / 2 && atMs < healedMs);
  const failedLate = late.reduce((total, { failed }) => total + failed, 0);
  return {
    reproduced: late.length === 0 ? undefined : refused > 0 && failedLate > 0,
    evidence: `${counted(refused, 'write')} refused with READONLY in ${formatMs(READ_ONLY_MS)}; of the second half of that ${counted(failedLate, 'operation')} failed`,
  };
}
