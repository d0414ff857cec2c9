import type { ServerPlace } from '../../../servers/lib/server.ts';
import { server as mariadbServer } from '../../../servers/mariadbd.ts';
import { hostPort, type Address } from '../address.ts';
import { askMariadb } from './mariadb-role.ts';
import type { Member, Site } from './ground.ts';
import { startPair } from './pair.ts';
import type { StartTopology } from './replicated.ts';

const PROMOTE_LIMIT_S = 60;
/** Who has not caught up then goes on as it is set. */
const CATCH_UP_LIMIT_S = 60;
/** A commit that waits for a replica does so for 10 s at most. */
const MARK_LIMIT_MS = 15_000;
/**
 * A primary and a replica of MariaDB, by GTID. Both write down all that they have ever applied, so that one that is
 * empty gets everything from the other.
 */
export const startReplica: StartTopology = (context) => {
  const ids = new Map<string, number>();
  let last = 0;
  /** Another one for each copy: a replica leaves out what it is told of itself. */
  const newIdOf = ({ address }: Site) => ids.set(hostPort(address), ++last);
  return startPair(
    {
      program: 'mariadbd',
      url: mariadbServer.url,
      openFigure: (url) => mariadbServer.openFigure(url, context.table),
      initialise: (site) => {
        newIdOf(site);
        return mariadbServer.prepare(site.place, site.preparing);
      },
      copy: async (site) => {
        newIdOf(site);
        await site.preparing.files.empty(site.place.dataFolder);
        await mariadbServer.prepare(site.place, site.preparing);
      },
      command: ({ place, address }, follows) =>
        command(place, { follows, serverId: ids.get(hostPort(address)) ?? 0 }),
      follow,
      ask: (address) => askMariadb(address, ['SELECT 1']),
      isPrimary: async (address) => !(await isReadOnly(address)),
      promote,
      mark,
      missing,
    },
    context,
  );
};

function command(place: ServerPlace, { follows, serverId }: { follows: boolean; serverId: number }) {
  const { command: program, args } = mariadbServer.command(place);
  const replication = [
    `--server-id=${serverId}`,
    '--log-bin=binlog',
    '--log-slave-updates',
    '--relay-log=relay',
    '--gtid-strict-mode',
  ];
  return { command: program, args: [...args, ...replication, ...(follows ? ['--read-only'] : [])] };
}

async function follow(server: Address, from: Address): Promise<void> {
  await askMariadb(server, [
    `CHANGE MASTER TO MASTER_HOST = '${from.host}', MASTER_PORT = ${from.port}, MASTER_USER = 'root', MASTER_CONNECT_RETRY = 1, MASTER_USE_GTID = slave_pos`,
    'START SLAVE',
  ]);
  await catchUp(server, from);
}

/** With each of its commits on the disk it would take longer over all of them than the primary over its own. */
async function catchUp(server: Address, from: Address): Promise<void> {
  const [asSet] = await askMariadb(server, ['SELECT @@GLOBAL.innodb_flush_log_at_trx_commit AS flush_log']);
  const [written] = await askMariadb(from, ['SELECT @@GLOBAL.gtid_binlog_pos AS at']);
  const until = `SELECT MASTER_GTID_WAIT('${String(written?.['at'] ?? '')}', ${CATCH_UP_LIMIT_S})`;
  await askMariadb(server, ['SET GLOBAL innodb_flush_log_at_trx_commit = 0', until], {
    limitMs: (CATCH_UP_LIMIT_S + 1) * 1000,
  });
  await askMariadb(server, [`SET GLOBAL innodb_flush_log_at_trx_commit = ${Number(asSet?.['flush_log'])}`]);
}

const isReadOnly = async (server: Address) =>
  (await askMariadb(server, ['SELECT @@GLOBAL.read_only AS is_so']))[0]?.['is_so'] === 1;

/** As tools that fail over do: what has arrived is applied first. */
async function promote(server: Address): Promise<string> {
  const before = await isReadOnly(server);
  const limitMs = (PROMOTE_LIMIT_S + 1) * 1000;
  // A semi-synchronous one first tries for 5 s to tell a primary that answers nothing that it leaves.
  const stopped = ['STOP SLAVE IO_THREAD', 'SHOW SLAVE STATUS'];
  const [status = {}] = await askMariadb(server, stopped, { limitMs });
  const arrived = String(status['Gtid_IO_Pos'] ?? '');
  const statements = [
    `SELECT MASTER_GTID_WAIT('${arrived}', ${PROMOTE_LIMIT_S})`,
    'STOP SLAVE',
    'RESET SLAVE ALL',
    'SET GLOBAL read_only = 0',
  ];
  await askMariadb(server, statements, { limitMs });
  return `read_only was ${before ? 'on' : 'off'}, and is ${(await isReadOnly(server)) ? 'on' : 'off'} after what had arrived (GTID ${arrived || 'none'}) was applied`;
}

/** It is written to the binary log although there is no such table. */
async function mark(server: Address): Promise<(follower: Address) => Promise<boolean>> {
  const statements = ['DROP TABLE IF EXISTS test.holdfast_probe', 'SELECT @@GLOBAL.gtid_binlog_pos AS at'];
  const [written] = await askMariadb(server, statements, { limitMs: MARK_LIMIT_MS });
  const applied = `SELECT MASTER_GTID_WAIT('${String(written?.['at'] ?? '')}', 0) AS is_so`;
  return async (follower) => (await askMariadb(follower, [applied]))[0]?.['is_so'] === 0;
}

/** It has what the primary had written when it was asked. */
async function missing(primary: Member, replica: Member): Promise<string | undefined> {
  const [written] = await askMariadb(primary.address, ['SELECT @@GLOBAL.gtid_binlog_pos AS at']);
  const at = String(written?.['at'] ?? '');
  const [status] = await askMariadb(replica.address, ['SHOW SLAVE STATUS']);
  if (status === undefined) return `${replica.name} does not follow ${primary.name}`;
  const { Slave_IO_Running: receives, Slave_SQL_Running: applies } = status;
  const error = String(status['Last_IO_Error'] || status['Last_SQL_Error'] || '');
  if (receives !== 'Yes' || applies !== 'Yes')
    return `${replica.name} does not receive from ${primary.name}, or does not apply (${receives ?? 'no'}, ${applies ?? 'no'}${error && `: ${error}`})`;
  const [has] = await askMariadb(replica.address, [`SELECT MASTER_GTID_WAIT('${at}', 0) AS is_so`]);
  return has?.['is_so'] === 0 ? undefined : `${replica.name} has not yet all that ${primary.name} has`;
}
