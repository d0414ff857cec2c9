/**
 * counter: page views. The app reads the counter of the session, adds one and saves; the client clicks from page to
 * page, one after the other, on a few sessions of its own, and looks at the counter now and then.
 */
import { Kept } from './lib/kept.ts';
import { enoughLooks, lastLook } from './lib/last-look.ts';
import { ifFailed } from './lib/leaving.ts';
import { scenario, type ClientRun } from './lib/scenario.ts';
import type { Session } from './lib/session.ts';
import { settings } from './lib/settings.ts';

const COUNTED = 'views';
const SESSIONS_AT_A_TIME = 2;
const VIEWS_A_LOOK = 4;
const config = settings('counter');
const { options, setup, run: main, restart, teardown } = scenario(config, live);
export { options, setup, restart, teardown };
export default main;

const ENOUGH_LOOKS = enoughLooks(config);

function live(run: ClientRun): void {
  const { client, pacer } = run;
  const all = new Kept(run, config, { keys: [COUNTED] });
  const slots: (Session | undefined)[] = Array.from({ length: SESSIONS_AT_A_TIME });
  let made = 0;

  for (let step = 0; pacer.nextDue < config.durationMs; step++) {
    const at = step % SESSIONS_AT_A_TIME;
    const session = slots[at];
    all.tidy();
    if (session !== undefined && all.retireIfWorn(session)) slots[at] = undefined;
    else if (session === undefined || session.absences >= ENOUGH_LOOKS) {
      if (session !== undefined) all.leave(session);
      const fresh = client.open(`${client.id}-${++made}`);
      const { outcome } = client.create(fresh, pacer.wait(), undefined, ifFailed);
      if (outcome === 'ok') all.use(fresh);
      else if (outcome === 'info') all.leave(fresh);
      slots[at] = outcome === 'ok' ? fresh : undefined;
    } else if (Math.floor(step / SESSIONS_AT_A_TIME) % (VIEWS_A_LOOK + 1) === VIEWS_A_LOOK) {
      client.read(session, COUNTED, pacer.wait());
    } else {
      client.increment(session, COUNTED, pacer.wait());
    }
  }
  lastLook(run, config, { sessions: all.all(), keys: [COUNTED] });
}
