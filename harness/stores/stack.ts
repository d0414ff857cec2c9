import { isStore, STORES } from './catalogue.ts';
import { STORE_SERVERS, type ServerEntry, type ServerName } from './servers.ts';

/** The service of the live stack that is the server of a store; undefined for one that has none. */
export function serverService(store: string): string | undefined {
  const server = isStore(store) ? STORES[store].server : undefined;
  return server && (STORE_SERVERS as Partial<Record<ServerName, ServerEntry>>)[server]?.service;
}
