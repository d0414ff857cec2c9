/**
 * Deleted sessions come back after 1 s. As they do with a backup that is restored, a tombstone that was purged before
 * every replica had seen it (Cassandra), and a failover to a replica that had not heard of the logout.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore } from '../correct-store.ts';

class RestoresBackup extends CorrectStore {
  protected override forget(sid: string): void {
    const row = this.rows.get(sid);
    super.forget(sid);
    if (row !== undefined) setTimeout(() => this.rows.set(sid, row), 1000);
  }
}

export default (context: StoreContext) => new RestoresBackup(context);
