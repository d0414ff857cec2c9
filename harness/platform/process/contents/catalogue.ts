import { SERVERS } from '../../../../servers/catalogue.ts';
import type { StoreEntry } from '../../../stores/facts.ts';
import type { ReadContents } from './contents.ts';

/** How to read a store; undefined for one that keeps its sessions inside the app, or leaves them to the client. */
export async function contentsOf({
  server,
  needsFolder,
  table,
}: Partial<StoreEntry>): Promise<ReadContents | undefined> {
  if (server !== undefined) return (url) => SERVERS[server].readContents(url, table ?? '');
  if (!needsFolder) return undefined;
  if (table === undefined) return (await import('./folder.ts')).contentsOfFolder;
  return (await import('./sqlite.ts')).contentsOfSqlite(table);
}
