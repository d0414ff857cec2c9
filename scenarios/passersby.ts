/**
 * passersby: visitors who look at one page, log in nowhere, put nothing into a session, and never come back. Counted is
 * how many were given a cookie.
 */
import { ROUTES } from '../protocol/routes.ts';
import { leaving } from './lib/leaving.ts';
import { note } from './lib/note.ts';
import { scenario, type ClientRun } from './lib/scenario.ts';
import { settings } from './lib/settings.ts';

const config = settings('passersby');
const { options, setup, run, restart, teardown } = scenario(config, live);
export { options, setup, restart, teardown };
export default run;

function live({ client, pacer, clock }: ClientRun): void {
  const seen = { visits: 0, cookies: 0 };
  for (let visit = 1; pacer.nextDue < config.durationMs; visit++) {
    const visitor = client.open(`${client.id}-${visit}`);
    const { outcome } = client.ask(
      visitor,
      { op: 'read', method: 'GET', path: ROUTES.page, key: 'user' },
      pacer.wait(),
      undefined,
      leaving,
    );
    if (outcome !== 'ok') continue;
    seen.visits++;
    if (visitor.cookies.header(Date.now()) !== '') seen.cookies++;
  }
  note(config, 'visitors who put nothing into a session, and cookies that they were given', clock(), seen);
}
