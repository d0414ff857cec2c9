import { readCached } from '../cache-folder.ts';
import { PassedOver, absent } from '../passed-over.ts';
import type { Search } from '../search.ts';
import type { Tool } from '../tool.ts';

/** What an earlier run fetched, of the versions that the catalogue names now. */
export async function fromCache(search: Search): Promise<Tool> {
  let reason = absent('empty');
  for (const source of search.entry.sources) {
    try {
      return await readCached(search, source);
    } catch (error) {
      if (!(error instanceof PassedOver)) throw error;
      if (error.kind === 'failed') reason = error;
    }
  }
  throw reason;
}
