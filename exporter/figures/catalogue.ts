import type { Figure, OpenFigure } from './figure.ts';

type OpenTable = (table: string) => OpenFigure;

/** How the figures of each server are read, by the scheme of its address; imported only when it is used. */
const FIGURES: Readonly<Record<string, (table: string | undefined) => Promise<OpenFigure>>> = {
  'redis:': async () => (await import('./redis.ts')).openRedisFigure,
  'mongodb:': async () => (await import('./mongo.ts')).openMongoFigure,
  'mysql:': ofTable(async () => (await import('./mariadb.ts')).openMariadbFigure, 'sessions'),
  'postgres:': ofTable(async () => (await import('./postgres.ts')).openPostgresFigure, 'session'),
  'dynamodb:': ofTable(async () => (await import('./dynamodb.ts')).openDynamodbFigure, 'sessions'),
  'memcached:': async () => (await import('./memcached.ts')).openMemcachedFigure,
};

function ofTable(load: () => Promise<OpenTable>, usual: string) {
  return async (table = usual) => (await load())(table);
}

export const SCHEMES = Object.keys(FIGURES);

/** Whether there is a figure of such a server. */
export const hasFigure = (address: string): boolean =>
  URL.canParse(address) && Object.hasOwn(FIGURES, new URL(address).protocol);

/**
 * The figure of the server at an address such as `redis://127.0.0.1:6379` or, of one table in a database,
 * `mysql://me@db/shop#sessions`. Nothing needs to be there yet. Rejects for a scheme that is not among `SCHEMES`.
 */
export async function figureAt(address: string): Promise<Figure> {
  const [url = '', table] = address.split('#');
  const { protocol } = new URL(url);
  const load = FIGURES[protocol];
  if (load === undefined) throw new Error(`no figure is known for ${protocol}//`);
  return (await load(table))(url);
}
