import { pathToFileURL } from 'node:url';
import { programFile } from '../../protocol/program-file.ts';
import type { StoreName } from '../../protocol/stores.ts';
import type { OpenMiddleware, OpenStore } from './store.ts';

/**
 * How a store of Holdfast's own is opened: `open` of the file of its name. Imported only when it is used, so that one
 * store's packages never weigh on another.
 */
export async function openerOf(store: StoreName): Promise<OpenStore | OpenMiddleware> {
  const { open } = (await import(pathToFileURL(programFile(store, import.meta.url)).href)) as {
    open: OpenStore | OpenMiddleware;
  };
  return open;
}
