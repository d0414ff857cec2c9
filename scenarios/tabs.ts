/**
 * tabs: a client with several tabs open on one session. Each wave writes two keys and counts a page view, all in
 * flight at once, each changing another key; then every one is read back. Stores save whole documents, so whoever
 * saves last puts back what it had loaded: lost updates are what to expect, and nothing else.
 */
import { incrementing, writing } from './lib/asking.ts';
import { scenario, type ClientRun } from './lib/scenario.ts';
import type { Session } from './lib/session.ts';
import { settings } from './lib/settings.ts';

const WRITTEN = ['a', 'b'];
const COUNTED = 'views';
const KEYS = [...WRITTEN, COUNTED];
const config = settings('tabs', { clients: 10 });
const { options, setup, run, restart, teardown } = scenario(config, live);
export { options, setup, restart, teardown };
export default run;

const ENOUGH_LOOKS = config.targets.length > 1 ? 6 : 2;

async function live({ client, index, pacer }: ClientRun): Promise<void> {
  const all: Session[] = [];
  let session: Session | undefined;
  let written = 0;

  while (pacer.nextDue < config.durationMs) {
    if (session === undefined || session.absences >= ENOUGH_LOOKS) {
      const fresh = client.open(`${client.id}-${all.length + 1}`);
      const { outcome } = client.create(fresh, pacer.wait());
      if (outcome !== 'fail') all.push(fresh);
      session = outcome === 'ok' ? fresh : undefined;
      continue;
    }
    const wave = WRITTEN.map((key) => writing(key, (index + 1) * 1_000_000 + ++written));
    // Nothing may sleep while they are in flight: a client that sleeps takes in no answer.
    await client.together(session, [...wave, incrementing(COUNTED)], pacer.wait(KEYS.length));
    for (const key of KEYS) client.read(session, key, pacer.wait());
  }
  for (const seen of all) for (const key of KEYS) client.read(seen, key, pacer.wait());
}
