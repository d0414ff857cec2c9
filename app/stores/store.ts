import type { RequestHandler } from 'express';
import type session from 'express-session';

/** What a store is opened with. */
export interface StoreContext {
  /** express-session itself, for stores that are made from it. */
  session: typeof session;
  /** How long a session lives after it was last saved or touched, in milliseconds. */
  ttlMs: number;
  /** What its keys are to begin with, for stores that have keys; the package's default where it is not given. */
  prefix?: string | undefined;
  /** Settings of its client that are not as by default, by the names that a plan has for them. */
  settings?: Readonly<Record<string, string>> | undefined;
  /** Where the store's server is, for stores that have one. */
  url?: string | undefined;
}

/** A client's pool of connections to its server: how many of them are at work, and not, and who waits for one. */
export interface ClientPool {
  used: number;
  idle: number;
  waiting: number;
}

/** A store that is ready to serve. */
export interface OpenedStore {
  store: session.Store;
  /** Resolves if the store can serve now; rejects with the reason if not. Never waits long. */
  check(): Promise<void>;
  /** How many sessions it holds inside this process, expired or not; absent where a server or a file holds them. */
  held?(): number;
  /** What its client's pool of connections is doing; absent where the client has one connection, or none. */
  pool?(): ClientPool;
  /** Lets go of connections and timers. */
  close(): Promise<void>;
}

/** Opens a store. Rejects if its server cannot be reached within a few seconds. */
export type OpenStore = (context: StoreContext) => Promise<OpenedStore>;

/** Sessions that no store keeps: what brings them takes the place of express-session itself. */
export interface OpenedMiddleware extends Pick<OpenedStore, 'check' | 'close' | 'held' | 'pool'> {
  middleware(options: { secrets: readonly string[]; secure: boolean | 'auto' }): RequestHandler;
}

export type OpenMiddleware = (context: StoreContext) => Promise<OpenedMiddleware>;
