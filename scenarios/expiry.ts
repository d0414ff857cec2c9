/**
 * expiry: sessions that lie idle. One is looked at well before its time is up, one about that time, and one after it;
 * others are kept alive beyond the life of a single one, by reads (which renew only where the cookie rolls), by writes,
 * or by reads and then a write, which a store may take with the time to live that the last save left. All are looked
 * at once more when even the latest renewal is too old. The client goes on showing its cookies after their
 * time, so that what it sees is the store's doing. By itself this needs TTL_MS as the app has it (3,000 if not said).
 */
import { sleep } from 'k6';
import { Agenda } from './lib/agenda.ts';
import { leaving, unlessOk } from './lib/leaving.ts';
import { scenario, type ClientRun } from './lib/scenario.ts';
import { GRACE_MS, type Session } from './lib/session.ts';
import { settings } from './lib/settings.ts';

const KEY = 'a';
/** A creation and the looks that follow it, on the average. */
const OPERATIONS_A_SESSION = 3;
const OVER_BY_MS = 300;
/** Shares of the TTL: a look while it must still be there, and one after a renewal, which is the later of the two. */
const [SOON, LATE] = [0.53, 0.6];
const AFTER_RENEWAL = 0.63;
/** After a write: what was acknowledged is there, however old the session is. */
const READ_BACK = 0.1;

const config = settings('expiry', { rate: 200, ttlMs: 3000 });
const { options, setup, run, restart, teardown } = scenario(config, live);
export { options, setup, restart, teardown };
export default run;

const ttlMs = config.ttlMs as number;
const goneMs = ttlMs + GRACE_MS + OVER_BY_MS;

function live({ client, index, pacer, random, clock }: ClientRun): void {
  const agenda = new Agenda();
  let written = 0;
  const fresh = () => (index + 1) * 1_000_000 + ++written;
  const soonMs = () => ttlMs * (SOON + random() * (LATE - SOON));

  /** A look when even the latest renewal is too old. */
  const lookWhenGone = (session: Session) => (due: number) => {
    session.ended = true;
    client.read(session, KEY, due, leaving);
  };
  const look = (session: Session) => (due: number) => void client.read(session, KEY, due);
  const write = (session: Session) => (due: number) => void client.write(session, KEY, fresh(), due);
  /** Acts on it once when it is old, and again when it is as old as that renewal lets it be. */
  const keepAlive = (session: Session, born: number, act: typeof look) => {
    const renewedAt = born + soonMs();
    agenda.add(renewedAt, (due) => {
      act(session)(due);
      const againAt = clock() + ttlMs * AFTER_RENEWAL;
      agenda.add(againAt, (again) => {
        act(session)(again);
        agenda.add(clock() + goneMs, lookWhenGone(session));
      });
    });
  };
  const lives: ((session: Session, born: number) => void)[] = [
    (session, born) => {
      agenda.add(born + soonMs(), (due) => {
        look(session)(due);
        agenda.add(clock() + goneMs, lookWhenGone(session));
      });
    },
    (session, born) => agenda.add(born + goneMs, lookWhenGone(session)),
    // Anywhere from a second before its time to a second after: when sessions go is in how many are gone at which age.
    (session, born) => {
      agenda.add(born + ttlMs + (2 * random() - 1) * GRACE_MS, (due) => {
        look(session)(due);
        agenda.add(clock() + goneMs, lookWhenGone(session));
      });
    },
    (session, born) => keepAlive(session, born, look),
    (session, born) => keepAlive(session, born, write),
    (session, born) => {
      agenda.add(born + soonMs(), (due) => {
        look(session)(due);
        agenda.add(clock() + ttlMs * AFTER_RENEWAL, (again) => {
          look(session)(again);
          // The read before it has just found it, or not: either way this one follows at once, as a form does.
          write(session)(clock());
          agenda.add(clock() + ttlMs * READ_BACK, (back) => {
            look(session)(back);
            agenda.add(clock() + goneMs, lookWhenGone(session));
          });
        });
      });
    },
  ];

  for (let visitor = 1; pacer.nextDue < config.durationMs || agenda.nextDue < Infinity;) {
    if (pacer.nextDue < config.durationMs && pacer.nextDue <= agenda.nextDue) {
      const session = client.open(`${client.id}-${visitor}`);
      session.cookies.keepsExpired = true;
      const due = pacer.wait(OPERATIONS_A_SESSION);
      const { outcome } = client.create(session, due, { key: KEY, value: fresh() }, unlessOk);
      if (outcome === 'ok') lives[(visitor + index) % lives.length]?.(session, clock());
      visitor++;
    } else {
      const earlyMs = agenda.nextDue - clock();
      if (earlyMs > 0) sleep(earlyMs / 1000);
      agenda.next();
    }
  }
}
