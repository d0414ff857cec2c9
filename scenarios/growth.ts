/**
 * growth: visitors who never come back. Each operation is a new visitor with a new session, but for one in twenty
 * who looks once at what the app holds, so that a store that keeps nothing does not pass as one that leaks nothing.
 * When the last one has come, the clients stay connected and silent for `LINGER_MS`, so that what is held then is held
 * for visitors and not for connections. Then each has one session more, and reads and writes it for `RETURNING_MS`:
 * what grows there grows with every request. An app that is slower than its visitors has fewer of them, and not a load
 * that never ends: what each leaves behind is looked for, not how many can be served.
 */
import { sleep } from 'k6';
import { leaving } from './lib/leaving.ts';
import { scenario, type ClientRun } from './lib/scenario.ts';
import { settings } from './lib/settings.ts';

const LOOKS_EVERY = 20;
const KEY = 'a';
const LATE_MS = 1000;
/** Who is late by less was held up, and is not slow. */
const HELD_UP_MS = LATE_MS / 2;

const config = settings('growth', { bytes: 1000, durationMs: 10_000 });
const { options, setup, run, restart, teardown } = scenario(config, live);
export { options, setup, restart, teardown };
export default run;

function live(client: ClientRun): void {
  passBy(client);
  const returnsAtMs = config.durationMs + config.lingerMs;
  const lateMs = client.clock() - config.durationMs;
  // From its own last visitor on: a client that was held up still stays silent for as long as it is to.
  sleep((Math.max(0, -lateMs) + config.lingerMs) / 1000);
  // Who is late has others linger still, or not: what then grows could not be told apart.
  if (config.returningMs > 0 && lateMs < LATE_MS) comeBack(client, returnsAtMs);
}

function passBy({ client, pacer, clock }: ClientRun): void {
  for (let visitor = 1; pacer.nextDue < config.durationMs; visitor++) {
    if (clock() > config.durationMs + HELD_UP_MS) return pacer.stopInTime();
    const session = client.open(`${client.id}-${visitor}`);
    const looks = visitor % LOOKS_EVERY === 0;
    client.create(session, pacer.wait(), undefined, () => !looks);
    if (looks) client.read(session, 'a', pacer.wait(), leaving);
  }
}

function comeBack({ client, index, pacer }: ClientRun, fromMs: number): void {
  pacer.resume();
  const session = client.open(`${client.id}-returning`);
  client.create(session, pacer.wait());
  for (let request = 1; pacer.nextDue < fromMs + config.returningMs; request++) {
    if (request % 2 === 0) client.read(session, KEY, pacer.wait());
    else client.write(session, KEY, (index + 1) * 1_000_000 + request, pacer.wait());
  }
}
