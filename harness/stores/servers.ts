import type { ServerProgram } from '../../protocol/servers.ts';

/** Every server of a store, by the name of its program. */
export type ServerName = ServerProgram;

/** Those that are on the live stack. Of DynamoDB there is no image that one may use without its maker's terms. */
export type StackServer = Exclude<ServerName, 'dynalite-server'>;

/** A server on the live stack (docker-compose.yml): what its service is made of, and how an app addresses it. */
export interface ServerEntry {
  service: string;
  /** What it is, where that is not what its service is called. */
  name?: string;
  image: string;
  /** What it listens on. */
  port: number;
  /** The wires to it, one for each instance of each store, listen on this port and those after it. */
  firstWire: number;
  /** The address for an app, through a wire or past it. */
  url: (host: string, port: number, database?: string) => string;
  /** Query of the address for an app, which the exporter does not need. */
  query?: string;
  /** Mounts of volumes that have its data, by name. */
  volumes?: Readonly<Record<string, string>>;
  environment?: Readonly<Record<string, string>>;
  stopSignal?: string;
  /** Comment on the check, and the check where it is another than that its port is open. */
  health?: { why?: string; test?: readonly string[] };
}

/** The passwords open nothing: the servers are on a network of their own, and are not published. */
const [USER, PASSWORD] = ['holdfast', 'inside'];

export const STORE_SERVERS: Readonly<Record<StackServer, ServerEntry>> = {
  'redis-server': {
    service: 'redis',
    image: 'redis:8.2.1',
    port: 6379,
    firstWire: 6381,
    url: (host, port, database) => `redis://${host}:${port}${database === undefined ? '' : `/${database}`}`,
    volumes: { 'redis-data': '/data' },
    health: { test: ['CMD', 'redis-cli', 'ping'] },
  },
  mongod: {
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
  },
  mariadbd: {
    service: 'mysql',
    name: 'MariaDB',
    image: 'mariadb:11.8.3',
    port: 3306,
    firstWire: 33061,
    url: (host, port, database = 'sessions') => `mysql://${USER}:${PASSWORD}@${host}:${port}/${database}`,
    volumes: { 'mysql-data': '/var/lib/mysql' },
    environment: {
      MARIADB_ROOT_PASSWORD: PASSWORD,
      MARIADB_DATABASE: 'sessions',
      MARIADB_USER: USER,
      MARIADB_PASSWORD: PASSWORD,
    },
    health: { why: 'While it sets itself up it does not listen on the network.' },
  },
  postgres: {
    service: 'postgres',
    image: 'postgres:17.6',
    port: 5432,
    firstWire: 54321,
    url: (host, port, database = 'sessions') => `postgres://${USER}:${PASSWORD}@${host}:${port}/${database}`,
    volumes: { 'postgres-data': '/var/lib/postgresql/data' },
    environment: { POSTGRES_USER: USER, POSTGRES_PASSWORD: PASSWORD, POSTGRES_DB: 'sessions' },
    stopSignal: 'SIGINT',
  },
  memcached: {
    service: 'memcached',
    image: 'memcached:1.6.39',
    port: 11211,
    firstWire: 11221,
    url: (host, port) => `memcached://${host}:${port}`,
  },
};
