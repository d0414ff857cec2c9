import { FIGURES } from '../../../../exporter/figures/catalogue.ts';
import type { ServerProgram } from '../../../../protocol/servers.ts';
import type { Used } from '../own-server.ts';
import { SERVERS } from './catalogue.ts';
import { withToolsEnv, type ServerPlace } from './server.ts';

/** The store whose server each program is: that is how it is run and asked. */
export const STORES: Readonly<Record<ServerProgram, string>> = {
  'redis-server': 'redis',
  mongod: 'mongo',
  mariadbd: 'mysql',
  postgres: 'postgres',
  memcached: 'memcached',
};

/** Makes ready a server of Holdfast's own for a subject that uses it. Rejects with `unavailable` where it cannot be. */
export async function useServer(
  program: ServerProgram,
  place: ServerPlace,
  signal: AbortSignal,
): Promise<Used> {
  const store = STORES[program];
  const definition = SERVERS[store];
  const openFigure = await FIGURES[store]?.();
  if (definition === undefined || openFigure === undefined)
    throw new Error(`there is no server for ${store}`);
  await definition.prepare?.(place, signal);
  const figure = openFigure(definition.url(place.port));
  return {
    command: withToolsEnv(definition.command(place), place.tool),
    gentleSignal: definition.gentleSignal,
    readyLimitMs: definition.readyLimitMs,
    ask: () => figure.read(),
    [Symbol.asyncDispose]: async () => figure[Symbol.asyncDispose](),
  };
}
