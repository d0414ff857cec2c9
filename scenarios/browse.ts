/**
 * browse: pages that show what the session holds, nine reads to one write, on a few sessions of the client's own. The
 * load of most sites: what it asks for first is that reading stays fast, and then that it shows the last write.
 */
import { Kept } from './lib/kept.ts';
import { enoughLooks, lastLook } from './lib/last-look.ts';
import { ifFailed } from './lib/leaving.ts';
import { scenario, type ClientRun } from './lib/scenario.ts';
import type { Session } from './lib/session.ts';
import { settings } from './lib/settings.ts';

const KEYS = ['a', 'b', 'c'];
const SESSIONS_AT_A_TIME = 3;
const READS_A_WRITE = 9;
const config = settings('browse');
const { options, setup, run: main, restart, teardown } = scenario(config, live);
export { options, setup, restart, teardown };
export default main;

const ENOUGH_LOOKS = enoughLooks(config);

interface Visit {
  session: Session;
  /** Reads until it writes again. */
  reads: number;
  /** The key that it wrote last: read first. */
  key: string;
}

function live(run: ClientRun): void {
  const { client, index, pacer, random } = run;
  const all = new Kept(run, config, { keys: KEYS });
  const slots: (Visit | undefined)[] = Array.from({ length: SESSIONS_AT_A_TIME });
  let [made, written] = [0, 0];
  const anyKey = () => KEYS[Math.floor(random() * KEYS.length)] as string;

  for (let step = 0; pacer.nextDue < config.durationMs; step++) {
    const at = step % SESSIONS_AT_A_TIME;
    const visit = slots[at];
    all.tidy();
    if (visit !== undefined && all.retireIfWorn(visit.session)) {
      slots[at] = undefined;
      continue;
    }
    const due = pacer.wait();
    if (visit === undefined || visit.session.absences >= ENOUGH_LOOKS) {
      if (visit !== undefined) all.leave(visit.session);
      const session = client.open(`${client.id}-${++made}`);
      const { outcome } = client.create(session, due, undefined, ifFailed);
      if (outcome === 'ok') all.use(session);
      else if (outcome === 'info') all.leave(session);
      slots[at] = outcome === 'ok' ? { session, reads: 0, key: anyKey() } : undefined;
    } else if (visit.reads === 0) {
      visit.key = anyKey();
      visit.reads = READS_A_WRITE;
      client.write(visit.session, visit.key, (index + 1) * 1_000_000 + ++written, due);
    } else {
      client.read(visit.session, visit.reads === READS_A_WRITE ? visit.key : anyKey(), due);
      visit.reads--;
    }
  }
  lastLook(run, config, { sessions: all.all(), keys: KEYS });
}
