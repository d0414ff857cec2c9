import { join } from 'node:path';
import type { RowDataPacket } from 'mysql2/promise';
import { STACK_PASSWORD, STACK_USER, type Server } from './lib/server.ts';
import { bootstrap, DATABASE, ownPlace } from './mariadbd/bootstrap.ts';

/** On a folder that it bootstrapped itself: root may enter from this machine without a password. */
export const server = {
  npm: 'mysql2',
  program: {
    variable: 'MARIADBD_BIN',
    atLeast: '10.5.0',
    version: { args: ['--no-defaults', '--version'], pattern: / Ver (\d+\.\d+\.\d+)-MariaDB/ },
    // A daemon of the system: its folder is not on the PATH of users who are not root.
    folders: ['/usr/sbin', '/usr/libexec'],
    // Its makers publish no program that runs as it comes.
    sources: [{ kind: 'debian', package: 'mariadb-server-core', program: 'usr/sbin/mariadbd' }],
    ways: ['install MariaDB 10.5 or later', 'see, on Debian or Ubuntu, that apt-get reaches its mirror'],
  },
  url: (port, host = '127.0.0.1') => `mysql://root@${host}:${port}/${DATABASE}`,
  readyLimitMs: 60_000,
  prepare: bootstrap,
  command: (place) => ({
    command: place.tool.path,
    args: [
      ...ownPlace(place),
      `--bind-address=${place.isOpen === true ? '*' : '127.0.0.1'}`,
      `--port=${place.port}`,
      // From its data folder, where it works: a whole path may be longer than the 107 bytes that a socket's may have.
      '--socket=socket',
      `--pid-file=${join(place.dataFolder, 'pid')}`,
      '--skip-name-resolve',
      ...optionsOf(place.settings ?? {}),
    ],
  }),
  openFigure: async (url, table = 'sessions') =>
    (await import('./mariadbd/figure.ts')).openMariadbFigure(table)(url),
  readContents: async (url, table) => {
    const { createConnection } = await import('mysql2/promise');
    const connection = await createConnection({ uri: url });
    try {
      const [rows] = await connection.query<RowDataPacket[]>('SELECT * FROM ??', [table]);
      return rows.map((row) => JSON.stringify(row));
    } finally {
      connection.destroy();
    }
  },
  stack: {
    service: 'mysql',
    name: 'MariaDB',
    image: 'mariadb:11.8.3',
    port: 3306,
    firstWire: 33061,
    url: (host, port, database = 'sessions') =>
      `mysql://${STACK_USER}:${STACK_PASSWORD}@${host}:${port}/${database}`,
    // To lock tables and to set limits is not for everybody.
    askedBy: (host, port, database = 'sessions') =>
      `mysql://root:${STACK_PASSWORD}@${host}:${port}/${database}`,
    volumes: { 'mysql-data': '/var/lib/mysql' },
    environment: {
      MARIADB_ROOT_PASSWORD: STACK_PASSWORD,
      MARIADB_DATABASE: 'sessions',
      MARIADB_USER: STACK_USER,
      MARIADB_PASSWORD: STACK_PASSWORD,
    },
    health: { why: 'While it sets itself up it does not listen on the network.' },
    kubernetes: { uid: 999, memory: '1Gi' },
  },
} satisfies Server;

/** Those of the settings that are the server's, and not its client's. */
const optionsOf = ({ innodb_flush_log_at_trx_commit: flush, rpl_semi_sync: wait }: Settings): string[] => [
  ...(flush === undefined ? [] : [`--innodb-flush-log-at-trx-commit=${flush}`]),
  ...(wait === undefined
    ? []
    : [
        // Whichever of them is the primary, and whichever follows.
        '--rpl-semi-sync-master-enabled=1',
        '--rpl-semi-sync-slave-enabled=1',
        `--rpl-semi-sync-master-wait-point=${wait}`,
      ]),
];

type Settings = Readonly<Record<string, string>>;
