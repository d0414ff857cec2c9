/**
 * login: a visitor comes, puts something into the session, logs in (the app regenerates the id), sees the user page
 * and logs out (the app destroys the session). Whoever kept the cookie from before the login, or from before the
 * logout, shows it again, at once and once more at the end: nothing may be there. Now and then a visitor comes with an
 * id that it chose by itself: one that it made up, or its own of a session that is over, validly signed.
 */
import type { Cookies } from './lib/cookies.ts';
import { Kept } from './lib/kept.ts';
import { lastLook } from './lib/last-look.ts';
import { unlessOk } from './lib/leaving.ts';
import { scenario, type ClientRun } from './lib/scenario.ts';
import type { IsLast } from './lib/session-client.ts';
import { settings } from './lib/settings.ts';

/** Of so many visits, one begins with a cookie of a session that is over, and one with a forged one. */
const CHOOSES_EVERY = 4;
const PAGES = 2;
/** Where the id is kept, the cookie from before the login is that of after it: one session, not two. */
const isOver: IsLast = (line) => line.outcome !== 'ok' || line.idKept === true;

const config = settings('login');
const { options, setup, run: main, restart, teardown } = scenario(config, live);
export { options, setup, restart, teardown };
export default main;

function live(run: ClientRun): void {
  const { client, index, pacer } = run;
  const ended = new Kept(run, config, { keys: ['user'] });
  let previous: Cookies | undefined;
  let written = 0;
  const fresh = () => (index + 1) * 1_000_000 + ++written;

  for (let visit = 1; pacer.nextDue < config.durationMs; visit++) {
    ended.tidy();
    const name = `${client.id}-${visit}`;
    const visitor = client.open(name, chosen(visit));
    const cart = { key: 'cart', value: fresh() };
    if (client.create(visitor, pacer.wait(), cart, unlessOk).outcome !== 'ok') continue;
    client.read(visitor, 'cart', pacer.wait());
    const login = { key: 'user', value: fresh() };
    const { line, next: user } = client.logIn(visitor, `${name}-user`, pacer.wait(), login, isOver);
    if (user === undefined) continue;
    if (line.idKept !== true) {
      ended.leave(visitor);
      client.read(visitor, 'cart', pacer.wait());
    }
    for (let page = 0; page < PAGES; page++) {
      client.read(user, 'user', pacer.wait());
      client.write(user, 'page', fresh(), pacer.wait());
    }
    if (client.destroy(user, pacer.wait(), unlessOk).outcome !== 'ok') continue;
    ended.leave(user);
    client.read(user, 'user', pacer.wait());
    previous = user.cookies;
  }

  lastLook(run, config, { sessions: ended.all(), keys: ['user'] });

  function chosen(visit: number): Cookies | undefined {
    if (visit % CHOOSES_EVERY === 0) return previous?.copy();
    if (visit % CHOOSES_EVERY === 2) return previous?.forged(`chosen-by-${client.id}-${visit}`);
    return undefined;
  }
}
