/**
 * tabs: a client with several tabs open on one session. Each wave writes two keys and counts a page view, all in
 * flight at once, each changing another key; then every one is read back. Stores save whole documents, so whoever
 * saves last puts back what it had loaded: lost updates are what to expect, and nothing else.
 */
import { incrementing, writing } from './lib/asking.ts';
import { Kept } from './lib/kept.ts';
import { enoughLooks, lastLook } from './lib/last-look.ts';
import { ifFailed } from './lib/leaving.ts';
import { scenario, type ClientRun } from './lib/scenario.ts';
import type { Session } from './lib/session.ts';
import { settings } from './lib/settings.ts';

const WRITTEN = ['a', 'b'];
const COUNTED = 'views';
const KEYS = [...WRITTEN, COUNTED];
const config = settings('tabs', { clients: 10 });
const { options, setup, run: main, restart, teardown } = scenario(config, live);
export { options, setup, restart, teardown };
export default main;

const ENOUGH_LOOKS = enoughLooks(config);

async function live(run: ClientRun): Promise<void> {
  const { client, index, pacer } = run;
  const all = new Kept(run, config, { keys: KEYS });
  let session: Session | undefined;
  let [made, written] = [0, 0];

  while (pacer.nextDue < config.durationMs) {
    all.tidy();
    if (session !== undefined && all.retireIfWorn(session)) {
      session = undefined;
      continue;
    }
    if (session === undefined || session.absences >= ENOUGH_LOOKS) {
      if (session !== undefined) all.leave(session);
      const fresh = client.open(`${client.id}-${++made}`);
      const { outcome } = client.create(fresh, pacer.wait(), undefined, ifFailed);
      if (outcome === 'ok') all.use(fresh);
      else if (outcome === 'info') all.leave(fresh);
      session = outcome === 'ok' ? fresh : undefined;
      continue;
    }
    const wave = WRITTEN.map((key) => writing(key, (index + 1) * 1_000_000 + ++written));
    // Nothing may sleep while they are in flight: a client that sleeps takes in no answer.
    await client.together(session, [...wave, incrementing(COUNTED)], pacer.wait(KEYS.length));
    for (const key of KEYS) client.read(session, key, pacer.wait());
  }
  lastLook(run, config, { sessions: all.all(), keys: KEYS });
}
