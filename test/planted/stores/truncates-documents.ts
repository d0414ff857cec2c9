/**
 * Cuts the session's JSON at 16 KiB, cannot parse it afterwards and takes that for no session. As a TEXT column does
 * in MySQL without strict mode (at 65,535 bytes), and a cache with a limit on the size of a value.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Data } from '../correct-store.ts';

const LIMIT = 16_384;

class TruncatesDocuments extends CorrectStore {
  protected override keep(sid: string, data: Data): void {
    const text = JSON.stringify(data).slice(0, LIMIT);
    this.rows.set(sid, { text, expiresMs: Date.now() + this.lifeMs() });
  }

  protected override find(sid: string): Data | undefined {
    try {
      return super.find(sid);
    } catch {
      return undefined;
    }
  }
}

export default (context: StoreContext) => new TruncatesDocuments(context);
