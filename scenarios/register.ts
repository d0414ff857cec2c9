/**
 * register: each client keeps a few sessions of its own, writes unique values and reads them back. Now and then it
 * removes a key, or has a write refused. At the end it reads every key of every session that it ever had, those that
 * seemed lost too.
 */
import { Kept } from './lib/kept.ts';
import { enoughLooks, lastLook } from './lib/last-look.ts';
import { ifFailed } from './lib/leaving.ts';
import { scenario, type ClientRun } from './lib/scenario.ts';
import type { Session } from './lib/session.ts';
import { settings } from './lib/settings.ts';

const KEYS = ['a', 'b', 'c'];
const SESSIONS_AT_A_TIME = 4;
const REMOVES_EVERY = 9;
const REFUSED_EVERY = 11;
const config = settings('register');
const { options, setup, run: main, restart, teardown } = scenario(config, live);
export { options, setup, restart, teardown };
export default main;

const ENOUGH_LOOKS = enoughLooks(config);

interface Slot {
  session: Session;
  /** The key that was last written and is to be read back. */
  readBack: string | undefined;
}

function live(run: ClientRun): void {
  const { client, index, pacer, random } = run;
  const all = new Kept(run, config, { keys: KEYS });
  const slots: (Slot | undefined)[] = Array.from({ length: SESSIONS_AT_A_TIME });
  let [made, written] = [0, 0];

  // A client whose session is gone logs in again, as people do.
  for (let step = 0; pacer.nextDue < config.durationMs; step++) {
    const at = step % SESSIONS_AT_A_TIME;
    const slot = slots[at];
    all.tidy();
    if (slot !== undefined && all.retireIfWorn(slot.session)) {
      slots[at] = undefined;
      continue;
    }
    const due = pacer.wait();
    if (slot === undefined || slot.session.absences >= ENOUGH_LOOKS) {
      if (slot !== undefined) all.leave(slot.session);
      const session = client.open(`${client.id}-${++made}`);
      const { outcome } = client.create(session, due, undefined, ifFailed);
      // A session whose creation was not acknowledged may exist; it is looked at in the end, but not built on.
      if (outcome === 'ok') all.use(session);
      else if (outcome === 'info') all.leave(session);
      // Half of the slots read where the others write: a fault at any time meets both.
      const readBack = at % 2 === index % 2 ? KEYS[0] : undefined;
      slots[at] = outcome === 'ok' ? { session, readBack } : undefined;
    } else if (slot.readBack !== undefined) {
      client.read(slot.session, slot.readBack, due);
      slot.readBack = undefined;
    } else {
      const key = KEYS[Math.floor(random() * KEYS.length)] as string;
      const value = (index + 1) * 1_000_000 + ++written;
      if ((written + index) % REFUSED_EVERY === 0) client.writeRefused(slot.session, key, value, due);
      else if ((written + index) % REMOVES_EVERY === 0) client.remove(slot.session, key, due);
      else client.write(slot.session, key, value, due);
      slot.readBack = key;
    }
  }

  lastLook(run, config, { sessions: all.all(), keys: KEYS });
}
