/**
 * Takes 20 ms for everything and saves whole documents, as every store for express-session does: of two requests of
 * one session in flight, whoever saves last puts back what it had loaded (express-session issue 606).
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Data, type Done } from '../correct-store.ts';

const SLOW_MS = 20;

class LastWriteWins extends CorrectStore {
  override get(sid: string, found: (error: unknown, data?: Data | null) => void): void {
    setTimeout(() => super.get(sid, found), SLOW_MS);
  }

  override set(sid: string, data: Data, done?: Done): void {
    setTimeout(() => super.set(sid, data, done), SLOW_MS);
  }
}

export default (context: StoreContext) => new LastWriteWins(context);
