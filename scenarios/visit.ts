/**
 * visit: users of an app come by its own pages: they log in, look at their account, put things into their cart and look
 * at it, and log out. Whoever kept the cookies from before the logout shows them again, at once and once more at the
 * end: nobody may be signed in by them. What the pages are the user says (docs/YOUR-PAGES.md).
 */
import type { Pages, User } from '../protocol/pages.ts';
import { Kept } from './lib/kept.ts';
import { lastLook } from './lib/last-look.ts';
import { unlessOk } from './lib/leaving.ts';
import { PageClient } from './lib/page-client.ts';
import { scenario, type ClientRun } from './lib/scenario.ts';
import type { Session } from './lib/session.ts';
import { settings } from './lib/settings.ts';

/** So many rounds a visit has, by turns: in step, all clients would be between two visits when something breaks. */
const ROUNDS = [2, 5, 3, 6, 4];
/** A login may last so long from its beginning, whatever is done meanwhile: what is older says nothing when it is gone. */
const YOUNG_SHARE = 0.5;
const KEYS = ['user'];

const config = settings('visit');
const pages = JSON.parse(__ENV['PAGES'] ?? 'null') as Pages | null;
if (pages === null)
  throw new Error('PAGES must hold the pages of the app, as holdfast run --scenario gives them');
const visited = pages;
const { options, setup, run: main, restart, teardown } = scenario(config, live);
export { options, setup, restart, teardown };
export default main;

function live(run: ClientRun): void {
  const { client, index, pacer } = run;
  const visitor = new PageClient(client, visited, visited.users[index] as User);
  const kept = new Kept(run, config, {
    keys: KEYS,
    read: (session, _key, due, isLast) => visitor.account(session, due, isLast),
  });
  visitor.signUp(client.open(`${client.id}-0`));

  for (let visit = 1; pacer.nextDue < config.durationMs; visit++) {
    kept.tidy();
    const session = client.open(`${client.id}-${visit}`);
    if (visitor.logIn(session, pacer.wait(), unlessOk).outcome !== 'ok') continue;
    visitor.account(session, pacer.wait());
    if (stay(session, ROUNDS[(index + visit) % ROUNDS.length] as number)) leave(session);
    else kept.leave(session);
  }

  lastLook(run, config, {
    sessions: kept.all(),
    keys: KEYS,
    read: (session, _key, due) => visitor.account(session, due),
  });

  /**
   * For some rounds; where the app has no logout, until the session is gone or the load is over. Says whether the session
   * was there at last: while nobody answers, a visitor waits. A logout that nobody answered for would explain whatever
   * became of the session meanwhile.
   */
  function stay(session: Session, rounds: number): boolean {
    const begun = run.clock();
    const isOld = () => run.clock() - begun > YOUNG_SHARE * (config.ttlMs ?? Infinity);
    let count = visited.cart && visited.add ? visitor.cart(session, pacer.wait()).count : undefined;
    let isThere = true;
    for (let round = 1; round <= rounds || visited.logout === undefined || !isThere; round++) {
      if (session.search.isOver || isOld() || (round > rounds && pacer.nextDue >= config.durationMs)) break;
      if (count !== undefined && isThere) {
        // After one that nobody answered for, or that the cart does not show, it is not known what the next is to
        // show: no more are added.
        const isAdded = visitor.add(session, ++count, pacer.wait()).outcome === 'ok';
        const shown = visitor.cart(session, pacer.wait()).count;
        if (!isAdded || shown !== count) count = undefined;
      }
      const { outcome, absent } = visitor.account(session, pacer.wait());
      isThere = outcome === 'ok' && !absent;
    }
    return isThere;
  }

  function leave(session: Session): void {
    const { logout } = visited;
    if (logout === undefined) return kept.leave(session);
    const cookies = session.cookies.copy();
    const { outcome } = visitor.logOut(session, pacer.wait());
    const copy = client.open(session.name, cookies);
    copy.created = true;
    copy.ended = outcome !== 'fail';
    if (outcome === 'ok') {
      visitor.account(session, pacer.wait());
      visitor.account(copy, pacer.wait());
    }
    kept.leave(copy);
  }
}
