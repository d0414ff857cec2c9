/** Types, as far as they are used here, of packages that bring none. */

declare module 'memjs' {
  interface Options {
    /** Seconds. */
    timeout?: number;
    retries?: number;
    logger?: { log: (...words: unknown[]) => void };
  }
  type Stats = Record<string, string>;
  export class Client {
    static create(servers: string, options?: Options): Client;
    stats(callback: (error: Error | null, server: string, stats: Stats | null) => void): void;
    close(): void;
  }
}

declare module 'connect-memjs' {
  import type session from 'express-session';
  import type { Client } from 'memjs';
  function connect(from: typeof session): new (options: { client: Client }) => session.Store;
  export = connect;
}

declare module 'connect-memcached' {
  import type session from 'express-session';
  interface MemcachedStore extends session.Store {
    client: { version(callback: (error?: Error) => void): void; end(): void };
  }
  function connect(from: typeof session): new (options: { hosts: string }) => MemcachedStore;
  export = connect;
}

declare module 'express-mysql-session' {
  import type session from 'express-session';
  import type { Pool } from 'mysql2/promise';
  interface MySQLStore extends session.Store {
    onReady(): Promise<void>;
    close(): Promise<void>;
  }
  function connect(from: typeof session): new (
    /** Milliseconds. */
    options: { expiration: number },
    connection: Pool,
  ) => MySQLStore;
  export = connect;
}

declare module 'connect-pg-simple' {
  import type session from 'express-session';
  import type { Pool } from 'pg';
  interface Options {
    pool: Pool;
    createTableIfMissing?: boolean;
    /** Seconds. */
    ttl?: number;
  }
  interface PGStore extends session.Store {
    close(): Promise<void>;
  }
  function connect(from: typeof session): new (options: Options) => PGStore;
  export = connect;
}

declare module 'session-file-store' {
  import type session from 'express-session';
  function connect(from: typeof session): new (options: { path: string; ttl: number }) => session.Store;
  export = connect;
}

declare module 'better-sqlite3-session-store' {
  import type session from 'express-session';
  import type { Database } from 'better-sqlite3';
  function connect(from: typeof session): new (options: { client: Database }) => session.Store;
  export = connect;
}

/** Its own types say of a request what express-session's say otherwise. */
declare module 'cookie-session' {
  import type { RequestHandler } from 'express';
  function cookieSession(options: { keys: string[]; maxAge: number; secure?: boolean }): RequestHandler;
  export = cookieSession;
}

declare module 'connect-mongodb-session' {
  import type session from 'express-session';
  interface MongoDBStore extends session.Store {
    client: { db(): { command(command: object): Promise<unknown> }; close(): Promise<void> };
  }
  function connect(from: typeof session): new (
    options: {
      uri: string;
      collection: string;
      /** Milliseconds. */
      expires: number;
    },
    callback: (error?: Error) => void,
  ) => MongoDBStore;
  export = connect;
}

declare module 'connect-loki' {
  import type session from 'express-session';
  interface LokiStore extends session.Store {
    client: { autosaveDisable(): void };
    collection: { count(): number };
  }
  function connect(from: typeof session): new (options: {
    path: string;
    /** Seconds. */
    ttl: number;
  }) => LokiStore;
  export = connect;
}

declare module 'connect-sqlite3' {
  import type { EventEmitter } from 'node:events';
  import type session from 'express-session';
  import type { Database } from 'sqlite3';
  interface SQLiteStore extends session.Store {
    client: EventEmitter;
  }
  function connect(from: typeof session): new (options: { db: Database }) => SQLiteStore;
  export = connect;
}

declare module 'sqlite3' {
  type Done = (error: Error | null) => void;
  class Database {
    constructor(file: string);
    get(query: string, done: Done): void;
    close(done: Done): void;
  }
  const sqlite3: { Database: typeof Database };
  export default sqlite3;
  export type { Database };
}

/** It is generated where the store is first used (tools/prisma), and has the types of its schema there only. */
declare module '@prisma/client' {
  export class PrismaClient {
    constructor(options: { adapter: object });
    $executeRawUnsafe(query: string): Promise<number>;
    $queryRawUnsafe(query: string): Promise<unknown>;
    $disconnect(): Promise<void>;
  }
}

declare module '@prisma/adapter-pg' {
  export const PrismaPg: new (
    pool: { connectionString: string },
    options?: { onPoolError?: (error: Error) => void },
  ) => object;
}

declare module '@quixo3/prisma-session-store' {
  import type { PrismaClient } from '@prisma/client';
  import type session from 'express-session';
  interface Options {
    /** Milliseconds. */
    checkPeriod?: number;
    dbRecordIdIsSessionId?: boolean;
  }
  export class PrismaSessionStore extends session.Store {
    constructor(prisma: PrismaClient, options: Options);
    shutdown(): Promise<void>;
  }
}
