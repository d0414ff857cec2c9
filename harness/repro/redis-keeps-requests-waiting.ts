import { draft } from '../plan/draft.ts';
import { counted, formatMs } from '../units.ts';
import type { Attempt, PublicReport, Sighting } from './report.ts';

const AWAY_MS = 2000;

export const redisKeepsRequestsWaiting: PublicReport = {
  title: 'While Redis is away requests hang',
  says: 'No request is answered, not even with an error, until the server is back: the client keeps its commands for then.',
  sources: [
    'https://github.com/tj/connect-redis/issues/373',
    'https://github.com/tj/connect-redis/issues/107',
  ],
  versions: 'reported in 2014 and of connect-redis 6.1.3 in 2022; how ioredis and redis are set by default',
  packages: ['connect-redis', 'ioredis'],
  draft: draft({
    title: 'Redis is away for a while',
    subject: { store: 'redis' },
    load: { workload: 'register', clients: 20, rate: 300, durationMs: 5000 },
    faults: [{ kind: 'server-crash', target: 'redis', atMs: 1500, durationMs: AWAY_MS }],
  }),
  seen,
};

/** An error at once takes no time: a request that hung took about as long as the server was away. */
function seen({ result: { latency, counts } }: Attempt): Sighting {
  const longestMs = Math.max(0, ...latency.map(({ fromSend }) => fromSend.maxMs));
  return {
    reproduced: latency.length === 0 ? undefined : longestMs >= AWAY_MS / 2,
    evidence: `a request took ${formatMs(longestMs)} with Redis away for ${formatMs(AWAY_MS)}; ${counts.fail + counts.info} of ${counted(counts.operations, 'operation')} failed`,
  };
}
