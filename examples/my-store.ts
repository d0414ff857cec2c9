import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import session from 'express-session';
import { defineSubject } from 'holdfast/subject';

type Done = (error?: unknown) => void;
type Found = (error: unknown, data?: session.SessionData | null) => void;

/** Sessions in one SQLite file, which several processes share. */
class MyStore extends session.Store {
  readonly database: DatabaseSync;
  readonly #ttlMs: number;

  constructor(file: string, ttlMs: number) {
    super();
    this.#ttlMs = ttlMs;
    this.database = new DatabaseSync(file, { timeout: 5000 });
    this.database.exec('PRAGMA journal_mode = WAL');
    this.database.exec('CREATE TABLE IF NOT EXISTS sessions (sid TEXT PRIMARY KEY, data TEXT, expires REAL)');
  }

  override get(sid: string, found: Found): void {
    try {
      const row = this.database
        .prepare('SELECT data FROM sessions WHERE sid = ? AND expires > ?')
        .get(sid, Date.now());
      found(null, row === undefined ? null : (JSON.parse(String(row['data'])) as session.SessionData));
    } catch (error) {
      found(error);
    }
  }

  override set(sid: string, data: session.SessionData, done?: Done): void {
    this.#run(done, 'INSERT OR REPLACE INTO sessions VALUES (?, ?, ?)', [
      sid,
      JSON.stringify(data),
      Date.now() + this.#ttlMs,
    ]);
  }

  override touch(sid: string, _data: session.SessionData, done?: Done): void {
    this.#run(done, 'UPDATE sessions SET expires = ? WHERE sid = ?', [Date.now() + this.#ttlMs, sid]);
  }

  override destroy(sid: string, done?: Done): void {
    this.#run(done, 'DELETE FROM sessions WHERE sid = ?', [sid]);
  }

  #run(done: Done | undefined, sql: string, values: (string | number)[]): void {
    try {
      this.database.prepare(sql).run(...values);
    } catch (error) {
      done?.(error);
      return;
    }
    done?.();
  }
}

export default defineSubject({
  name: 'My store',
  promises: {
    'survives-app-restart': 'my-store readme: "sessions outlive the process"',
    'shared-between-instances': 'my-store readme: "any number of processes"',
  },
  open: ({ url, ttlMs }) => {
    const store = new MyStore(join(fileURLToPath(url), 'sessions.sqlite'), ttlMs);
    return {
      store,
      // Whether it can serve right now.
      check: () => Promise.resolve(void store.database.prepare('SELECT 1').get()),
      close: () => Promise.resolve(store.database.close()),
    };
  },
});
