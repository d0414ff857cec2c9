import { copyCluster, server as postgresServer } from '../../../servers/postgres.ts';
import type { Address } from '../address.ts';
import type { Member } from './ground.ts';
import { startPair } from './pair.ts';
import { askPostgres } from './postgres-role.ts';
import type { StartTopology } from './replicated.ts';

const PROMOTE_LIMIT_S = 60;

/** A primary and a standby of PostgreSQL that streams from it. */
export const startStandby: StartTopology = (context) =>
  startPair(
    {
      program: 'postgres',
      gentleSignal: postgresServer.gentleSignal,
      url: postgresServer.url,
      openFigure: (url) => postgresServer.openFigure(url, context.table),
      initialise: ({ place, preparing }) => postgresServer.prepare(place, preparing),
      copy: ({ place, preparing }, from) => copyCluster(from, place, preparing),
      command: ({ place }) => postgresServer.command(place),
      ask: (address) => askPostgres(address, 'SELECT 1'),
      isPrimary: async (address) => !(await isInRecovery(address)),
      promote,
      mark,
      missing,
    },
    context,
  );

const isInRecovery = async (address: Address) =>
  (await askPostgres<{ is: boolean }>(address, 'SELECT pg_is_in_recovery() AS is')).is;

async function promote(address: Address): Promise<string> {
  const before = await isInRecovery(address);
  await askPostgres(address, `SELECT pg_promote(true, ${PROMOTE_LIMIT_S})`, {
    limitMs: (PROMOTE_LIMIT_S + 1) * 1000,
  });
  return `pg_is_in_recovery() said ${before}, and after pg_promote ${await isInRecovery(address)}`;
}

/** A message in the WAL, which is not waited for on the standby, whatever commits are set to wait for. */
async function mark(address: Address): Promise<(follower: Address) => Promise<boolean>> {
  const { at } = await askPostgres<{ at: string }>(
    address,
    `SELECT set_config('synchronous_commit', 'local', true), pg_logical_emit_message(true, 'holdfast', '') AS at`,
  );
  const replayed = 'SELECT coalesce(pg_last_wal_replay_lsn() >= $1, false) AS has';
  return async (follower) => (await askPostgres<{ has: boolean }>(follower, replayed, { values: [at] })).has;
}

interface Followed {
  recovers: boolean;
  state: string | null;
  behind: string | null;
}

/** It has what the primary had written when it was asked. */
async function missing(primary: Member, standby: Member): Promise<string | undefined> {
  const { at } = await askPostgres<{ at: string }>(primary.address, 'SELECT pg_current_wal_lsn() AS at');
  const { recovers, state, behind } = await askPostgres<Followed>(
    standby.address,
    `SELECT pg_is_in_recovery() AS recovers, (SELECT status FROM pg_stat_wal_receiver) AS state,
      pg_wal_lsn_diff($1, pg_last_wal_replay_lsn()) AS behind`,
    { values: [at] },
  );
  if (!recovers) return `${standby.name} does not follow ${primary.name}`;
  if (state !== 'streaming')
    return `${standby.name} does not stream from ${primary.name} (${state ?? 'not connected'})`;
  if (behind === null || Number(behind) > 0)
    return `${standby.name} has not yet all that ${primary.name} has (${behind ?? 'nothing'} bytes of WAL behind)`;
  return undefined;
}
