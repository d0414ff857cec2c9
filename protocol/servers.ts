/** Servers that Holdfast has itself, by their programs, and where each is reached, on its `{port}`. */
export const SERVER_URLS = {
  // made by npm run stack: servers
  'redis-server': 'redis://127.0.0.1:{port}',
  mongod: 'mongodb://127.0.0.1:{port}/test',
  mariadbd: 'mysql://root@127.0.0.1:{port}/holdfast',
  postgres: 'postgres://postgres@127.0.0.1:{port}/postgres',
  memcached: 'memcached://127.0.0.1:{port}',
  'dynalite-server': 'dynamodb://127.0.0.1:{port}',
  'valkey-server': 'redis://127.0.0.1:{port}',
  // end of servers
} as const;

export type ServerProgram = keyof typeof SERVER_URLS;
export const SERVER_PROGRAMS = Object.keys(SERVER_URLS) as [ServerProgram, ...ServerProgram[]];

/** Signals that ask a program to end. */
export const STOP_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const;
export type StopSignal = (typeof STOP_SIGNALS)[number];

/** What connections of the harness to a store's server are called there: faults of its clients leave these alone. */
export const OWN_CONNECTION = 'holdfast';
