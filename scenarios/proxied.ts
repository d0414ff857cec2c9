/**
 * proxied: visitors who come by HTTPS, to a proxy that ends TLS and goes on by HTTP, as it tells the app in
 * `X-Forwarded-Proto`. Where the target is the app itself, they say what a proxy would have. Each makes a session and looks for it. Counted is who was given a cookie.
 */
import http from 'k6/http';
import { HEADERS_OF_PROXY } from '../protocol/routes.ts';
import { creating, reading, type Asking } from './lib/asking.ts';
import { leaving } from './lib/leaving.ts';
import { note } from './lib/note.ts';
import { scenario, type ClientRun } from './lib/scenario.ts';
import type { IsLast } from './lib/session-client.ts';
import type { Session } from './lib/session.ts';
import { settings } from './lib/settings.ts';

const KEY = 'a';
const config = settings('proxied');
const { options, setup, run, restart, teardown } = scenario(config, live);
export { options, setup, restart, teardown };
export default run;

function live({ client, index, pacer, clock }: ClientRun): void {
  const seen = { visits: 0, answered: 0, cookies: 0, found: 0 };
  for (let visit = 1; pacer.nextDue < config.durationMs; visit++) {
    const session = client.open(`${client.id}-${visit}`);
    session.cookies.byTls = true;
    const first = { key: KEY, value: (index + 1) * 1_000_000 + visit };
    const { status = 0, outcome } = throughProxy(
      session,
      creating(session.name, first),
      (line) => line.status === 0,
    );
    if (status === 0) continue;
    seen.visits++;
    if (outcome === 'ok') seen.answered++;
    if (session.cookies.header(Date.now()) !== '') seen.cookies++;
    const { outcome: read, absent } = throughProxy(session, reading(KEY), leaving);
    if (read === 'ok' && absent !== true) seen.found++;
  }
  note(config, 'visitors through a proxy that ends TLS, and the cookies that they were given', clock(), seen);

  function throughProxy(session: Session, asking: Asking, isLast: IsLast) {
    const due = pacer.wait();
    const { method, url, body, params } = client.requestFor(session, asking);
    const headers = { ...params.headers, ...(url.startsWith('https:') ? {} : HEADERS_OF_PROXY) };
    const start = clock();
    const response = http.request(method, url, body, { ...params, headers });
    return client.conclude(session, asking, { due, start, response, isLast });
  }
}
