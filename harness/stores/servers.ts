import type { ServerProgram } from '../../protocol/servers.ts';
import { SERVERS, type StackServer } from '../../servers/catalogue.ts';
import type { ServerEntry } from '../../servers/lib/server.ts';

export type { StackServer } from '../../servers/catalogue.ts';
export type { ServerEntry } from '../../servers/lib/server.ts';

/** Every server of a store, by the name of its program. */
export type ServerName = ServerProgram;

/** What the services of the live stack are made of that are servers. */
export const STORE_SERVERS = Object.fromEntries(
  Object.entries(SERVERS).flatMap(([name, { stack }]) => (stack === undefined ? [] : [[name, stack]])),
) as Readonly<Record<StackServer, ServerEntry>>;
