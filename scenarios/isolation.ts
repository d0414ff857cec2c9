/**
 * isolation: each client has many sessions and asks for several at once, over the same connections; every session
 * holds its owner's tag, and every value says whose it is. Sessions come and go, so that ids are made and given up
 * meanwhile. Whatever answers with another's data shows.
 */
import { creating, destroying, incrementing, reading, writing, type Asking } from './lib/asking.ts';
import { Kept } from './lib/kept.ts';
import { enoughLooks, lastLook } from './lib/last-look.ts';
import { scenario, type ClientRun } from './lib/scenario.ts';
import type { Session } from './lib/session.ts';
import { settings } from './lib/settings.ts';

const KEY = 'mine';
const COUNTED = 'views';
const SESSIONS_AT_A_TIME = 12;
const AT_ONCE = 6;
/** Of so many operations of a session, one ends it. */
const ENDS_EVERY = 30;
const config = settings('isolation', { clients: 10, rate: 300 });
const { options, setup, run: main, restart, teardown } = scenario(config, live);
export { options, setup, restart, teardown };
export default main;

const ENOUGH_LOOKS = enoughLooks(config);

async function live(run: ClientRun): Promise<void> {
  const { client, pacer, random } = run;
  const all = new Kept(run, config, { keys: [KEY, COUNTED] });
  const slots: (Session | undefined)[] = Array.from({ length: SESSIONS_AT_A_TIME });
  let [made, written] = [0, 0];

  for (let wave = 0; pacer.nextDue < config.durationMs; wave++) {
    tidy();
    const due = pacer.wait(AT_ONCE);
    const from = (wave * AT_ONCE) % SESSIONS_AT_A_TIME;
    // Nothing may sleep while they are in flight: a client that sleeps takes in no answer.
    await Promise.all(Array.from({ length: AT_ONCE }, (_, at) => visit(from + at, due)));
  }
  lastLook(run, config, { sessions: all.all(), keys: [KEY, COUNTED] });

  function tidy(): void {
    all.tidy();
    for (const [at, session] of slots.entries())
      if (session !== undefined && !session.ended && all.retireIfWorn(session)) slots[at] = undefined;
  }

  async function visit(at: number, due: number): Promise<void> {
    const session = slots[at];
    if (session === undefined || session.ended || session.absences >= ENOUGH_LOOKS) {
      if (session !== undefined) all.leave(session);
      const fresh = client.open(`${client.id}-${++made}`);
      all.use(fresh);
      const [line] = await client.together(
        fresh,
        [creating(fresh.name, { key: KEY, value: mine(fresh) })],
        due,
      );
      slots[at] = line?.outcome === 'ok' ? fresh : undefined;
      if (slots[at] === undefined) all.leave(fresh);
    } else await client.together(session, [anything(session)], due);
  }

  function mine({ name }: Session): string {
    return `${name}:${++written}`;
  }

  function anything(session: Session): Asking {
    const choice = Math.floor(random() * ENDS_EVERY);
    if (choice === 0) return destroying();
    if (choice % 4 === 1) return writing(KEY, mine(session));
    return choice % 4 === 2 ? incrementing(COUNTED) : reading(choice % 8 === 3 ? COUNTED : KEY);
  }
}
