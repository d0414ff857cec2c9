/**
 * Keeps a session in a column that knows no more than Latin-1: every other letter becomes a question mark. As MySQL
 * does with a table of the wrong character set.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Data } from '../correct-store.ts';

class KnowsLatin1 extends CorrectStore {
  protected override find(sid: string): Data | undefined {
    const data = super.find(sid);
    return data && (JSON.parse(JSON.stringify(data).replaceAll(/[^\0-\xff]/g, '?')) as Data);
  }
}

export default (context: StoreContext) => new KnowsLatin1(context);
