import { SERVERS } from '../servers/catalogue.ts';
import type { Figure } from '../servers/lib/figure.ts';

/** The servers by the scheme of their addresses, such as `redis:`. */
const BY_SCHEME = new Map(Object.values(SERVERS).map((server) => [new URL(server.url(1)).protocol, server]));

export const SCHEMES = [...BY_SCHEME.keys()];

/** Whether there is a figure of such a server. */
export const hasFigure = (address: string): boolean =>
  URL.canParse(address) && BY_SCHEME.has(new URL(address).protocol);

/**
 * The figure of the server at an address such as `redis://127.0.0.1:6379` or, of one table in a database,
 * `mysql://me@db/shop#sessions`. Nothing needs to be there yet. Rejects for a scheme that is not among `SCHEMES`.
 */
export async function figureAt(address: string): Promise<Figure> {
  const [url = '', table] = address.split('#');
  const { protocol } = new URL(url);
  const server = BY_SCHEME.get(protocol);
  if (server === undefined) throw new Error(`no figure is known for ${protocol}//`);
  return server.openFigure(url, table);
}
