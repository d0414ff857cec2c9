/**
 * register: each client keeps a few sessions of its own, writes unique values and reads them back. Now and then it
 * removes a key, or has a write refused. At the end it reads every key of every session that it ever had, those that
 * seemed lost too.
 */
import { scenario, type ClientRun } from './lib/scenario.ts';
import type { Session } from './lib/session.ts';
import { settings } from './lib/settings.ts';

const KEYS = ['a', 'b', 'c'];
const SESSIONS_AT_A_TIME = 4;
const REMOVES_EVERY = 9;
const REFUSED_EVERY = 11;
/** The last look goes over everything at this multiple of the rate. */
const LAST_LOOK_SPEED = 2;
const config = settings('register');
const { options, setup, run, restart, teardown } = scenario(config, live);
export { options, setup, restart, teardown };
export default run;

/** Chance sends requests to an instance that never saw the session; so many in a row, it practically cannot. */
const ENOUGH_LOOKS = config.targets.length > 1 ? 6 : 2;

interface Slot {
  session: Session;
  /** The key that was last written and is to be read back. */
  readBack: string | undefined;
}

function live({ client, index, pacer, random }: ClientRun): void {
  const all: Session[] = [];
  const slots: (Slot | undefined)[] = Array.from({ length: SESSIONS_AT_A_TIME });
  let written = 0;

  // A client whose session is gone logs in again, as people do.
  for (let step = 0; pacer.nextDue < config.durationMs; step++) {
    const due = pacer.wait();
    const at = step % SESSIONS_AT_A_TIME;
    const slot = slots[at];
    if (slot === undefined || slot.session.absences >= ENOUGH_LOOKS) {
      const session = client.open(`${client.id}-${all.length + 1}`);
      const { outcome } = client.create(session, due);
      // A session whose creation was not acknowledged may exist; it is looked at in the end, but not built on.
      if (outcome !== 'fail') all.push(session);
      slots[at] = outcome === 'ok' ? { session, readBack: undefined } : undefined;
    } else if (slot.readBack !== undefined) {
      client.read(slot.session, slot.readBack, due);
      slot.readBack = undefined;
    } else {
      const key = KEYS[Math.floor(random() * KEYS.length)] as string;
      const value = (index + 1) * 1_000_000 + ++written;
      if (written % REFUSED_EVERY === 0) client.writeRefused(slot.session, key, value, due);
      else if (written % REMOVES_EVERY === 0) client.remove(slot.session, key, due);
      else client.write(slot.session, key, value, due);
      slot.readBack = key;
    }
  }

  pacer.hasten(LAST_LOOK_SPEED);
  for (const session of all) {
    for (const key of KEYS) {
      for (let look = 0; look < ENOUGH_LOOKS; look++) {
        if (!client.read(session, key, pacer.wait()).absent) break;
      }
      if (session.absences >= ENOUGH_LOOKS) break;
    }
  }
}
