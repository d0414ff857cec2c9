/**
 * logout: a visitor makes a session, sees that it is there, and logs out in the app's way. What the browser then has to
 * show is shown at once, and so is a copy of the cookies from before, as a thief or a backup may have one; the copies
 * are shown once more at the end. Counted is how many still opened the session.
 */
import { sleep } from 'k6';
import type { OperationLine } from '../protocol/history.ts';
import { reading } from './lib/asking.ts';
import { leaving, unlessOk } from './lib/leaving.ts';
import { note } from './lib/note.ts';
import { scenario, type ClientRun } from './lib/scenario.ts';
import type { IsLast } from './lib/session-client.ts';
import type { Addressed } from './lib/session.ts';
import type { Session } from './lib/session.ts';
import { settings } from './lib/settings.ts';

const KEY = 'user';
/** A creation, a look, the logout and two looks after it. */
const OPERATIONS_A_VISIT = 5;
/** An app that does not wait for its saves may answer before the session is there. */
const LOOKS_BEFORE = 5;
/** So many copies are kept for later; beyond that, the oldest is shown at once. */
const MOST_COPIES = 200;
/** What the last logout set going is done by then. */
const PAUSE_SECONDS = 1;
const config = settings('logout');
const { options, setup, run: main, restart, teardown } = scenario(config, live);
export { options, setup, restart, teardown };
export default main;

function live({ client, index, pacer, clock }: ClientRun): void {
  const copies: Addressed[] = [];
  const seen = {
    logouts: 0,
    'own.opened': 0,
    'copy.opened': 0,
    'copy.looked later': 0,
    'copy.opened later': 0,
  };
  let written = 0;

  for (let visit = 1; pacer.nextDue < config.durationMs; visit++) {
    const session = client.open(`${client.id}-${visit}`);
    const due = pacer.wait(OPERATIONS_A_VISIT);
    const first = { key: KEY, value: (index + 1) * 1_000_000 + ++written };
    if (client.create(session, due, first, unlessOk).outcome !== 'ok' || !isSeen(session)) continue;
    const copy = { name: session.name, home: session.home, cookies: session.cookies.copy() };
    if (client.destroy(session, clock(), unlessOk).outcome !== 'ok') continue;
    seen.logouts++;
    // At once: this is what happens to somebody who sits at the same computer, or has two tabs open.
    if (opens(client.ask(copy, reading(KEY), clock()))) seen['copy.opened']++;
    if (opens(client.read(session, KEY, clock()))) seen['own.opened']++;
    copies.push(copy);
    if (copies.length > MOST_COPIES) lookLater(copies.shift());
  }
  sleep(PAUSE_SECONDS);
  for (const copy of copies) lookLater(copy);
  note(config, 'logouts, and what opened the session after them', clock(), seen);

  function isSeen(session: Session): boolean {
    for (let look = 1; look <= LOOKS_BEFORE; look++) {
      const isLast: IsLast = (line) => look === LOOKS_BEFORE && !opens(line);
      if (opens(client.read(session, KEY, clock(), isLast))) return true;
    }
    return false;
  }

  function lookLater(copy: Addressed | undefined): void {
    if (copy === undefined) return;
    const line = client.ask(copy, reading(KEY), clock(), undefined, leaving);
    if (line.outcome === 'ok') seen['copy.looked later']++;
    if (opens(line)) seen['copy.opened later']++;
  }
}

const opens = ({ outcome, absent, value }: OperationLine) => outcome === 'ok' && !absent && value != null;
