import { access, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { unavailable } from '../../../errors.ts';
import { childEnvironment } from '../../../process/environment.ts';
import { isRoot } from './root.ts';
import type { ServerDefinition, ServerPlace } from './server.ts';

const BOOTSTRAP_LIMIT_MS = 30_000;
/** Where a package keeps the statements that make the system's tables, seen from the program's own prefix. */
const SHARES = ['share/mysql', 'share/mariadb', 'share'];
const TABLES = ['system_tables', 'performance_tables', 'system_tables_data'];
/** Its first version writes `mysql_`, later ones `mariadb_`. */
const PREFIXES = ['mariadb_', 'mysql_'];

export const DATABASE = 'holdfast';

/** mariadbd on a folder that it bootstrapped itself: root may enter from this machine without a password. */
export const mariadbServer: ServerDefinition = {
  program: 'mariadbd',
  readyLimitMs: 60_000,
  prepare: bootstrap,
  command: (place) => ({
    command: place.tool.path,
    args: [
      ...ownPlace(place),
      '--bind-address=127.0.0.1',
      `--port=${place.port}`,
      // From its data folder, where it works: a whole path may be longer than the 107 bytes that a socket's may have.
      '--socket=socket',
      `--pid-file=${join(place.dataFolder, 'pid')}`,
      '--skip-name-resolve',
    ],
  }),
  url: (port) => `mysql://root@127.0.0.1:${port}/${DATABASE}`,
};

/** Options that keep it away from this machine's own MariaDB, if there is one; they must come first. */
const ownPlace = ({ tool, dataFolder }: ServerPlace): string[] => [
  '--no-defaults',
  `--basedir=${prefixOf(tool.path)}`,
  `--datadir=${dataFolder}`,
  // At its start it deletes the temporary tables that it finds there: in a common folder, those of other servers.
  `--tmpdir=${dataFolder}`,
  // As distributions and images set it: without, text outside of Latin-1 is an error before 11.6.
  '--character-set-server=utf8mb4',
  ...(isRoot() ? ['--user=root'] : []),
];

const prefixOf = (program: string) => dirname(dirname(program));

/**
 * What mariadb-install-db does, without it: that script needs programs of the client's package. The statements are
 * the server's own.
 */
async function bootstrap(place: ServerPlace, signal: AbortSignal): Promise<void> {
  const { tool, dataFolder } = place;
  const statements = join(dataFolder, 'bootstrap.sql');
  const tables = await Promise.all(TABLES.map((name) => statementsIn(prefixOf(tool.path), name)));
  const before = 'CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;';
  await writeFile(statements, [before, ...tables, `CREATE DATABASE ${DATABASE};\n`].join('\n'));
  const result = await execa(tool.path, [...ownPlace(place), '--bootstrap'], {
    inputFile: statements,
    all: true,
    cancelSignal: signal,
    env: childEnvironment(tool.env ?? {}),
    extendEnv: false,
    reject: false,
    timeout: BOOTSTRAP_LIMIT_MS,
  });
  signal.throwIfAborted();
  if (!result.failed) return;
  const said = result.all.split('\n').find((line) => line.includes('ERROR')) ?? result.shortMessage;
  throw unavailable(`mariadbd could not make its first database: ${said}`, { next: 'holdfast doctor' });
}

async function statementsIn(prefix: string, name: string): Promise<string> {
  const candidates = SHARES.flatMap((share) =>
    PREFIXES.map((start) => join(prefix, share, `${start}${name}.sql`)),
  );
  for (const file of candidates) {
    if (await exists(file)) return readFile(file, 'utf8');
  }
  throw unavailable(`mariadbd has no ${PREFIXES[0]}${name}.sql below ${prefix}`, {
    next: 'set MARIADBD_BIN to a mariadbd that is installed with its share folder',
  });
}

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );
