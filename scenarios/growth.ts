/**
 * growth: visitors who never come back. Each operation is a new visitor with a new session, but for one in twenty
 * who looks once at what the app holds, so that a store that keeps nothing does not pass as one that leaks nothing.
 * When the last one has
 * come, the clients stay connected and silent for `LINGER_MS`, so that what is held then is held for visitors and
 * not for connections.
 */
import { sleep } from 'k6';
import { leaving } from './lib/leaving.ts';
import { scenario, type ClientRun } from './lib/scenario.ts';
import { settings } from './lib/settings.ts';

const LOOKS_EVERY = 20;

const config = settings('growth', { bytes: 1000, durationMs: 10_000 });
const { options, setup, run, restart, teardown } = scenario(config, live);
export { options, setup, restart, teardown };
export default run;

function live({ client, pacer, clock }: ClientRun): void {
  for (let visitor = 1; pacer.nextDue < config.durationMs; visitor++) {
    const session = client.open(`${client.id}-${visitor}`);
    const looks = visitor % LOOKS_EVERY === 0;
    client.create(session, pacer.wait(), undefined, () => !looks);
    if (looks) client.read(session, 'a', pacer.wait(), leaving);
  }
  // From its own last visitor on: a client that was held up still stays for as long as it is to stay.
  sleep((Math.max(0, config.durationMs - clock()) + config.lingerMs) / 1000);
}
