import { draft } from '../plan/draft.ts';
import { counted } from '../units.ts';
import type { Attempt, PublicReport, Sighting } from './report.ts';

const CLOSED = /Socket closed unexpectedly/g;
/** A client comes back about as long after as its session lives. */
const TTL_MS = 4000;

export const nodeRedisIdleConnection: PublicReport = {
  title: 'node-redis loses a connection that was idle',
  says: 'Somebody between client and server, or the server, closes what was silent for a while; the client tells of "Socket closed unexpectedly", which ends an app that does not listen for errors.',
  sources: [
    'https://github.com/redis/node-redis/issues/3185',
    'https://github.com/redis/node-redis/issues/2032',
    'https://github.com/redis/node-redis/issues/2443',
  ],
  versions:
    'reported of node-redis 4 and 5 from 2022 to 2026; said to be expected: its option pingInterval, off by default, keeps connections busy',
  packages: ['connect-redis-10', 'redis'],
  draft: draft({
    title: 'Redis closes connections that were idle for a second (timeout 1)',
    subject: { store: 'node-redis', settings: { timeout: '1' }, ttlMs: TTL_MS },
    load: { workload: 'expiry', clients: 4, rate: 40, durationMs: 1000 },
  }),
  seen,
};

function seen({ result: { counts }, appLog }: Attempt): Sighting {
  const closed = appLog.match(CLOSED)?.length ?? 0;
  return {
    reproduced: closed > 0,
    evidence: `${counted(closed, 'connection')} closed while nothing was asked; ${counts.fail + counts.info} of ${counted(counts.operations, 'operation')} failed`,
  };
}
