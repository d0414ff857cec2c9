import type { ToolName } from '../provision/catalogue.ts';

/**
 * A thing that a store's own documentation says of it. `expires-on-server`: what has expired is gone there, whatever
 * a client still shows; `touch-extends`: a request that changes nothing keeps its session alive; `counts-sessions`,
 * `lists-sessions` and `clears-sessions`: the optional methods of express-session's stores.
 */
export type PromiseId =
  | 'survives-app-restart'
  | 'shared-between-instances'
  | 'survives-server-restart'
  | 'expires-on-server'
  | 'touch-extends'
  | 'counts-sessions'
  | 'lists-sessions'
  | 'clears-sessions';

export interface StorePromise {
  id: PromiseId;
  /** Where the documentation says so. */
  source: string;
}

/** What the harness has to know of a store; how it is opened is the app's affair. */
export interface StoreFacts {
  /** What people call it. */
  name: string;
  /** The package as a reader knows it. */
  packages: string;
  /** The tool that serves it, for a store that has a server. */
  server?: ToolName;
  /** It keeps its data in a folder, which all instances share and every life of them finds again. */
  needsFolder?: true;
  promises: readonly StorePromise[];
  /** What the server's own memory figure is, or what stands for it; empty for a store that keeps nothing outside of the app. */
  figure: string;
}

/** The same source for several promises. */
export const promisedIn = (source: string, ...ids: PromiseId[]): StorePromise[] =>
  ids.map((id) => ({ id, source }));
