/**
 * growth: visitors who never come back. Each operation is a new visitor with a new session; when the last one has
 * come, the clients stay connected and silent for `LINGER_MS`, so that what is held then is held for visitors and
 * not for connections.
 */
import { sleep } from 'k6';
import { scenario, type ClientRun } from './lib/scenario.ts';
import { settings } from './lib/settings.ts';

const config = settings('growth', { bytes: 1000, durationMs: 10_000 });
const { options, setup, run, restart, teardown } = scenario(config, live);
export { options, setup, restart, teardown };
export default run;

function live({ client, pacer, clock }: ClientRun): void {
  for (let visitor = 1; pacer.nextDue < config.durationMs; visitor++) {
    client.create(client.open(`${client.id}-${visitor}`), pacer.wait());
  }
  const left = config.durationMs + config.lingerMs - clock();
  if (left > 0) sleep(left / 1000);
}
