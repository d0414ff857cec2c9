import { figureAt } from '../../../../exporter/figures/catalogue.ts';
import type { ServerProgram } from '../../../../protocol/servers.ts';
import type { Used } from '../own-server.ts';
import { SERVERS } from './catalogue.ts';
import { withToolsEnv, type ServerPlace } from './server.ts';

/** Makes ready a server of Holdfast's own for a subject that uses it. Rejects with `unavailable` where it cannot be. */
export async function useServer(
  program: ServerProgram,
  place: ServerPlace,
  signal: AbortSignal,
): Promise<Used> {
  const definition = SERVERS[program];
  await definition.prepare?.(place, signal);
  const figure = await figureAt(definition.url(place.port));
  return {
    command: withToolsEnv(definition.command(place), place.tool),
    gentleSignal: definition.gentleSignal,
    readyLimitMs: definition.readyLimitMs,
    ask: () => figure.read(),
    [Symbol.asyncDispose]: async () => figure[Symbol.asyncDispose](),
  };
}
