import { dirname, join } from 'node:path';
import { OWN_CONNECTION } from '../protocol/servers.ts';
import { figureOver } from './lib/connection.ts';
import type { Figure } from './lib/figure.ts';
import { runsAsRoot } from './lib/root.ts';
import {
  STACK_PASSWORD,
  STACK_USER,
  type Command,
  type Preparing,
  type Server,
  type ServerPlace,
} from './lib/server.ts';

const INIT_LIMIT_MS = 60_000;
/** Settings that are the server's, and not its client's. */
const OF_SERVER = ['synchronous_commit', 'synchronous_standby_names'];

/** A cluster of its own, which trusts who connects from this machine. */
export const server = {
  npm: 'pg',
  program: {
    variable: 'POSTGRES_BIN',
    atLeast: '12.0',
    version: { args: ['--version'], pattern: /^postgres \(PostgreSQL\) (\d+(?:\.\d+)+)/m },
    // Distributions keep their versions side by side, each in a folder of its own, and none on PATH.
    folders: ['/usr/lib/postgresql/*/bin', '/usr/pgsql-*/bin', '/usr/libexec/postgresql*'],
    // Its makers publish no program that runs as it comes.
    sources: [{ kind: 'debian', package: 'postgresql', program: 'usr/lib/postgresql/*/bin/postgres' }],
    ways: ['install PostgreSQL 12 or later', 'see, on Debian or Ubuntu, that apt-get reaches its mirror'],
  },
  url: (port, host = '127.0.0.1') => `postgres://postgres@${host}:${port}/postgres`,
  readyLimitMs: 60_000,
  // What pg_ctl sends by default. On SIGTERM it would wait for its clients to go, which a pool never does.
  gentleSignal: 'SIGINT',
  prepare: initialise,
  command: (place) => {
    const { tool, port, settings = {}, isOpen = false } = place;
    return asNobody(place, tool.path, [
      '-D',
      clusterIn(place),
      '-h',
      isOpen ? '*' : '127.0.0.1',
      '-p',
      String(port),
      // No socket in a folder that all clusters of the machine share.
      '-k',
      '',
      ...OF_SERVER.flatMap((name) => {
        const value = settings[name];
        // Any standby that is connected, as an asterisk says there.
        return value === undefined ? [] : ['-c', `${name}=${value === 'any' ? '*' : value}`];
      }),
    ]);
  },
  openFigure,
  readContents: async (url, table) => {
    const { Client } = await import('pg');
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      const { rows } = await client.query<object>(`SELECT * FROM ${client.escapeIdentifier(table)}`);
      return rows.map((row) => JSON.stringify(row));
    } finally {
      await client.end();
    }
  },
  stack: {
    service: 'postgres',
    image: 'postgres:17.6',
    port: 5432,
    firstWire: 54321,
    url: (host, port, database = 'sessions') =>
      `postgres://${STACK_USER}:${STACK_PASSWORD}@${host}:${port}/${database}`,
    volumes: { 'postgres-data': '/var/lib/postgresql/data' },
    environment: {
      POSTGRES_USER: STACK_USER,
      POSTGRES_PASSWORD: STACK_PASSWORD,
      POSTGRES_DB: 'sessions',
    },
    stopSignal: 'SIGINT',
    kubernetes: {
      uid: 999,
      memory: '1Gi',
      // initdb takes only a folder that is its own, and the root of a volume is root's, whatever group may write to it.
      environment: { PGDATA: '/var/lib/postgresql/data/pgdata' },
    },
  },
} satisfies Server;

/**
 * PostgreSQL refuses to be root's. In a user namespace of its own it is nobody to itself while it stays the owner of
 * its files, so that neither its folder nor its program has to be where another user could reach it.
 */
function asNobody(place: ServerPlace, program: string, args: string[]): Command {
  return runsAsRoot(place)
    ? { command: 'unshare', args: ['--user', '--', program, ...args] }
    : { command: program, args };
}

/** Its own: a cluster takes no folder that is somebody else's, as the root of a disk is. */
const clusterIn = ({ dataFolder }: ServerPlace) => join(dataFolder, 'cluster');

async function initialise(place: ServerPlace, preparing: Preparing): Promise<void> {
  const options = ['--no-sync', '--auth=trust', '--username=postgres', '--encoding=UTF8', '--no-locale'];
  await makeCluster('initdb', options, { place, preparing });
  if (place.isOpen !== true) return;
  const rules = join(clusterIn(place), 'pg_hba.conf');
  const { read, write } = preparing.files;
  await write(rules, `${(await read(rules)) ?? ''}\n${ANYBODY}`);
}

/** Whoever reaches it, replicas among them. */
const ANYBODY = ['all', 'replication'].map((database) => `host ${database} all all trust\n`).join('');

/** Makes a cluster that is the copy of another one, and follows it from its first start on; what was there is gone. */
export async function copyCluster(
  from: { host: string; port: number },
  place: ServerPlace,
  preparing: Preparing,
): Promise<void> {
  await preparing.files.empty(clusterIn(place));
  const source = `host=${from.host} port=${from.port} user=postgres`;
  const options = ['-d', source, '--write-recovery-conf', '--checkpoint=fast', '--no-sync'];
  await makeCluster('pg_basebackup', options, { place, preparing });
}

async function makeCluster(
  program: string,
  options: readonly string[],
  { place, preparing }: { place: ServerPlace; preparing: Preparing },
): Promise<void> {
  // On PATH there may be only a link to postgres; these stand beside the program itself.
  const { run, files, unavailable } = preparing;
  const path = join(dirname(await files.real(place.tool.path)), program);
  const command = asNobody(place, path, ['-D', clusterIn(place), ...options]);
  const result = await run(command, { limitMs: INIT_LIMIT_MS });
  if (!result.failed) return;
  throw unavailable(`${program} could not make a cluster: ${result.stderr.trim() || result.shortMessage}`, {
    next: runsAsRoot(place) ? 'run as a user other than root, which PostgreSQL refuses' : 'holdfast doctor',
  });
}

const CONNECT_LIMIT_MS = 2000;

/** Pages of 8 KiB: found in the server's own cache, or asked of the system. */
const COUNTS =
  'SELECT sum(numbackends) AS connections, sum(blks_hit) AS hits, sum(blks_read) AS misses FROM pg_stat_database';

/** `pg_total_relation_size` of a store's table, which has its indexes and its TOAST in it, and the rows in it. */
async function openFigure(url: string, table = 'session'): Promise<Figure> {
  const { Client } = await import('pg');
  const quoted = `"${table}"`;
  return figureOver({
    name: 'postgres',
    connect: async () => {
      const client = new Client({
        connectionString: url,
        connectionTimeoutMillis: CONNECT_LIMIT_MS,
        application_name: OWN_CONNECTION,
      });
      // A connection that breaks while it is idle; the next reading finds out.
      client.on('error', () => {});
      await client.connect();
      return client;
    },
    read: async (client) => {
      const { rows } = await client.query<{ bytes: string | null }>(
        'SELECT pg_total_relation_size(to_regclass($1)) AS bytes',
        [quoted],
      );
      const bytes = rows[0]?.bytes ?? null;
      const { rows: counts } = await client.query<Record<'connections' | 'hits' | 'misses', string>>(COUNTS);
      const server = {
        connections: Number(counts[0]?.connections),
        hits: Number(counts[0]?.hits),
        misses: Number(counts[0]?.misses),
      };
      if (bytes === null) return { memoryBytes: 0, sessions: 0, server };
      const counted = await client.query<{ count: string }>(`SELECT count(*) FROM ${quoted}`);
      return { memoryBytes: Number(bytes), sessions: Number(counted.rows[0]?.count), server };
    },
    // With a query under way it closes its socket at once.
    drop: (client) => void client.end().catch(() => {}),
  });
}
