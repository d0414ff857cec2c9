import { dirname, join } from 'node:path';
import { runsAsRoot } from '../lib/root.ts';
import type { Preparing, ServerPlace } from '../lib/server.ts';

const BOOTSTRAP_LIMIT_MS = 30_000;
/** Where a package keeps the statements that make the system's tables, seen from the program's own prefix. */
const SHARES = ['share/mysql', 'share/mariadb', 'share'];
const TABLES = ['system_tables', 'performance_tables', 'system_tables_data'];
/** Its first version writes `mysql_`, later ones `mariadb_`. */
const PREFIXES = ['mariadb_', 'mysql_'];

export const DATABASE = 'holdfast';

/** Options that keep it away from this machine's own MariaDB, if there is one; they must come first. */
export const ownPlace = (place: ServerPlace): string[] => [
  '--no-defaults',
  `--basedir=${prefixOf(place.tool.path)}`,
  `--datadir=${place.dataFolder}`,
  // At its start it deletes the temporary tables that it finds there: in a common folder, those of other servers.
  `--tmpdir=${place.dataFolder}`,
  // As distributions and images set it: without, text outside of Latin-1 is an error before 11.6.
  '--character-set-server=utf8mb4',
  ...(runsAsRoot(place) ? ['--user=root'] : []),
];

const prefixOf = (program: string) => dirname(dirname(program));

/**
 * What mariadb-install-db does, without it: that script needs programs of the client's package. The statements are
 * the server's own.
 */
export async function bootstrap(place: ServerPlace, preparing: Preparing): Promise<void> {
  const { tool, dataFolder } = place;
  const inputFile = join(dataFolder, 'bootstrap.sql');
  const prefix = prefixOf(tool.path);
  const tables = await Promise.all(TABLES.map((name) => statementsIn(prefix, name, preparing)));
  const before = 'CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;';
  const open = place.isOpen === true ? [ANYBODY] : [];
  const text = [before, ...tables, ...open, `CREATE DATABASE ${DATABASE};\n`].join('\n');
  await preparing.files.write(inputFile, text);
  const command = { command: tool.path, args: [...ownPlace(place), '--bootstrap'] };
  const result = await preparing.run(command, { inputFile, limitMs: BOOTSTRAP_LIMIT_MS });
  if (!result.failed) return;
  const said = result.all.split('\n').find((line) => line.includes('ERROR')) ?? result.shortMessage;
  throw preparing.unavailable(`mariadbd could not make its first database: ${said}`, {
    next: 'holdfast doctor',
  });
}

/** Root may enter from wherever, as it may from this machine. */
const ANYBODY = `INSERT INTO mysql.global_priv SELECT '%', User, Priv FROM mysql.global_priv WHERE User = 'root' AND Host = 'localhost';`;

async function statementsIn(prefix: string, name: string, preparing: Preparing): Promise<string> {
  const { files, unavailable } = preparing;
  const candidates = SHARES.flatMap((share) =>
    PREFIXES.map((start) => join(prefix, share, `${start}${name}.sql`)),
  );
  for (const file of candidates) {
    const text = await files.read(file);
    if (text !== undefined) return text;
  }
  throw unavailable(`mariadbd has no ${PREFIXES[0]}${name}.sql below ${prefix}`, {
    next: 'set MARIADBD_BIN to a mariadbd that is installed with its share folder',
  });
}
