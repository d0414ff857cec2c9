import type { StackFacts, StoreEntry } from './facts.ts';
import { STORE_SERVERS, type ServerEntry, type StackServer } from './servers.ts';

/** A store that is on the stack. */
export type StackEntry = StoreEntry & { stack: StackFacts; server?: StackServer };
export type Entries = readonly [store: string, entry: StackEntry][];

/** The address of a store's server for one who reaches it at a host and a port. */
export const addressOf = ({ stack }: StackEntry, { url }: ServerEntry, host: string, port: number) =>
  url(host, port, stack.database);

/** The servers that the exporter reads, past the wires: `mysql=mysql://mysql:3306/sessions#sessions`. */
export const exportedServers = (entries: Entries): string[] =>
  entries.flatMap(([store, entry]) => {
    const server = entry.server && STORE_SERVERS[entry.server];
    if (server === undefined) return [];
    const table = entry.table === undefined ? '' : `#${entry.table}`;
    return [`${store}=${addressOf(entry, server, server.service, server.port)}${table}`];
  });
