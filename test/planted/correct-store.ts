import session from 'express-session';
import type { StoreContext } from '../../app/stores/store.ts';

/** What express-session hands to a store. */
export type Data = session.SessionData;
export type Done = (error?: unknown) => void;
type Found = (error: unknown, data?: Data | null) => void;

/** One stored session: its JSON, and when it is over (Unix time in milliseconds). */
export interface Row {
  text: string;
  expiresMs: number;
}

/** Where rows are kept: a Map, or something that outlives the process. */
export interface Rows {
  get(sid: string): Row | undefined;
  set(sid: string, row: Row): unknown;
  delete(sid: string): unknown;
  clear(): void;
}

/**
 * A store without a defect. Everything takes effect before it is acknowledged, and nothing is shared with the
 * caller. A planted store overrides one of `find`, `keep`, `renew` and `forget`, or of the methods that call them.
 */
export class CorrectStore extends session.Store {
  protected readonly ttlMs: number;
  protected readonly rows: Rows;

  constructor({ ttlMs }: Pick<StoreContext, 'ttlMs'>, rows: Rows = new Map<string, Row>()) {
    super();
    this.ttlMs = ttlMs;
    this.rows = rows;
  }

  override get(sid: string, found: Found): void {
    const data = this.find(sid);
    setImmediate(() => found(null, data));
  }

  override set(sid: string, data: Data, done: Done = () => {}): void {
    this.keep(sid, data);
    setImmediate(done);
  }

  override touch(sid: string, data: Data, done: Done = () => {}): void {
    this.renew(sid, data);
    setImmediate(done);
  }

  override destroy(sid: string, done: Done = () => {}): void {
    this.forget(sid);
    setImmediate(done);
  }

  protected find(sid: string): Data | undefined {
    const row = this.rows.get(sid);
    return row === undefined || row.expiresMs <= Date.now() ? undefined : (JSON.parse(row.text) as Data);
  }

  protected keep(sid: string, data: Data): void {
    this.rows.set(sid, { text: JSON.stringify(data), expiresMs: Date.now() + this.lifeMs() });
  }

  protected renew(sid: string, _data: Data): void {
    const row = this.rows.get(sid);
    if (row !== undefined) this.rows.set(sid, { ...row, expiresMs: Date.now() + this.lifeMs() });
  }

  protected forget(sid: string): void {
    this.rows.delete(sid);
  }

  protected lifeMs(): number {
    return this.ttlMs;
  }
}

/** True once in `n` calls. */
export function onceIn(n: number): () => boolean {
  let calls = 0;
  return () => ++calls % n === 0;
}
