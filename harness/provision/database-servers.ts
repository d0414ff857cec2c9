import type { CatalogueEntry } from './entry.ts';

/** The servers that only Debian's packages give; their own makers publish no programs that run as they come. */
export const DATABASE_SERVERS = {
  mariadbd: {
    variable: 'MARIADBD_BIN',
    atLeast: '10.5.0',
    version: { args: ['--no-defaults', '--version'], pattern: / Ver (\d+\.\d+\.\d+)-MariaDB/ },
    // A daemon of the system: its folder is not on the PATH of users who are not root.
    folders: ['/usr/sbin', '/usr/libexec'],
    sources: [{ kind: 'debian', package: 'mariadb-server-core', program: 'usr/sbin/mariadbd' }],
    ways: ['install MariaDB 10.5 or later', 'see, on Debian or Ubuntu, that apt-get reaches its mirror'],
  },
  postgres: {
    variable: 'POSTGRES_BIN',
    atLeast: '12.0',
    version: { args: ['--version'], pattern: /^postgres \(PostgreSQL\) (\d+(?:\.\d+)+)/m },
    // Distributions keep their versions side by side, each in a folder of its own, and none on PATH.
    folders: ['/usr/lib/postgresql/*/bin', '/usr/pgsql-*/bin', '/usr/libexec/postgresql*'],
    sources: [{ kind: 'debian', package: 'postgresql', program: 'usr/lib/postgresql/*/bin/postgres' }],
    ways: ['install PostgreSQL 12 or later', 'see, on Debian or Ubuntu, that apt-get reaches its mirror'],
  },
  memcached: {
    variable: 'MEMCACHED_BIN',
    atLeast: '1.5.0',
    version: { args: ['--version'], pattern: /^memcached (\d+\.\d+\.\d+)/m },
    sources: [{ kind: 'debian', package: 'memcached', program: 'usr/bin/memcached' }],
    ways: ['install memcached 1.5 or later', 'see, on Debian or Ubuntu, that apt-get reaches its mirror'],
  },
} satisfies Record<string, CatalogueEntry>;
