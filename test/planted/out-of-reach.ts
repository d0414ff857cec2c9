import type { StoreContext } from '../../app/stores/store.ts';
import { CorrectStore, type Data, type Done, type Rows } from './correct-store.ts';

/** A store without a defect but that it cannot be reached at times: then every call is given an error, and changes nothing. */
export class OutOfReach extends CorrectStore {
  readonly #isAway: () => boolean;

  constructor(context: StoreContext, isAway: () => boolean, rows?: Rows) {
    super(context, rows);
    this.#isAway = isAway;
  }

  override get(sid: string, found: (error: unknown, data?: Data | null) => void): void {
    this.#unlessAway(found, () => super.get(sid, found));
  }

  override set(sid: string, data: Data, done: Done = () => {}): void {
    this.#unlessAway(done, () => super.set(sid, data, done));
  }

  override touch(sid: string, data: Data, done: Done = () => {}): void {
    this.#unlessAway(done, () => super.touch(sid, data, done));
  }

  override destroy(sid: string, done: Done = () => {}): void {
    this.#unlessAway(done, () => super.destroy(sid, done));
  }

  #unlessAway(done: Done, act: () => void): void {
    if (this.#isAway()) setImmediate(done, new Error('the store is out of reach'));
    else act();
  }
}

/** Whether reading fails: once in so many reads, and in nothing else. A request reads its session once, if at all. */
export class ReadsFail extends CorrectStore {
  readonly #fails: () => boolean;

  constructor(context: StoreContext, fails: () => boolean) {
    super(context);
    this.#fails = fails;
  }

  override get(sid: string, found: (error: unknown, data?: Data | null) => void): void {
    if (this.#fails()) setImmediate(found, new Error('timeout exceeded when trying to connect'));
    else super.get(sid, found);
  }
}
