/**
 * page: the page of a user. Strangers ask for it, and visitors whose session names no user; then somebody is named,
 * and their payment methods are on it; at last nobody is named any more. Counted is how each was answered.
 */
import { CONFIDENTIAL, ROUTES, STATUS_FORBIDDEN, type PageShown } from '../protocol/routes.ts';
import { removing, writing, type Asking } from './lib/asking.ts';
import { digestOf } from './lib/digest.ts';
import { leaving, unlessOk } from './lib/leaving.ts';
import { note } from './lib/note.ts';
import { scenario, type ClientRun } from './lib/scenario.ts';
import type { IsLast } from './lib/session-client.ts';
import type { Addressed } from './lib/session.ts';
import { settings } from './lib/settings.ts';
import { nameOf, placeOf } from './lib/ways.ts';

const USER = 'user';
const METHODS = ['payment methods', 'Zoë’s card $1'] as const;
const config = settings('page');
const { options, setup, run: main, restart, teardown } = scenario(config, live);
export { options, setup, restart, teardown };
export default main;

function live({ client, index, pacer, clock }: ClientRun): void {
  const seen = { strangers: 0, nameless: 0, users: 0, refused: 0, shown: 0 };
  let written = 0;

  for (let visit = 1; pacer.nextDue < config.durationMs; visit++) {
    const [name, id] = [`${client.id}-${visit}`, (index + 1) * 1_000_000 + ++written];
    const card = { number: CONFIDENTIAL, expires: { month: 12, year: 2031 }, limits: [10, 20.5] };
    refuse(client.open(`${name}-stranger`), 'strangers', leaving);
    const session = client.open(name);
    if (client.create(session, pacer.wait(), undefined, unlessOk).outcome !== 'ok') continue;
    if (client.ask(session, putting(card), pacer.wait(), undefined, unlessOk).outcome !== 'ok') continue;
    refuse(session, 'nameless');
    if (client.write(session, USER, id, pacer.wait(), unlessOk).outcome !== 'ok') continue;
    let shown: PageShown | undefined;
    const { outcome, status } = client.ask(
      session,
      page((value) => (shown = value as PageShown)),
      pacer.wait(),
      undefined,
      unlessOk,
    );
    if (outcome !== 'ok') continue;
    seen.users++;
    const methods = shown?.holds[METHODS[0]] as Record<string, unknown> | undefined;
    if (status === 200 && shown?.user === id && digestOf(methods?.[METHODS[1]]) === digestOf(card))
      seen.shown++;
    if (client.ask(session, removing(USER), pacer.wait(), undefined, unlessOk).outcome === 'ok')
      refuse(session, 'nameless', leaving);
  }
  note(config, 'who asked for the page of a user, and how they were answered', clock(), seen);

  function refuse(visitor: Addressed, who: 'strangers' | 'nameless', isLast?: IsLast): void {
    const { outcome, status } = client.ask(visitor, page(), pacer.wait(), undefined, isLast);
    if (outcome !== 'ok') return;
    seen[who]++;
    if (status === STATUS_FORBIDDEN) seen.refused++;
  }
}

const putting = (card: object): Asking => ({
  ...writing(nameOf(METHODS), digestOf(card)),
  path: placeOf(METHODS),
  body: { value: card },
});

const page = (look?: (shown: unknown) => void): Asking => ({
  op: 'read',
  method: 'GET',
  path: ROUTES.page,
  key: USER,
  shorten: (shown) => {
    look?.(shown);
    const user = (shown as PageShown | null)?.user;
    return user == null ? null : (user as number);
  },
});
