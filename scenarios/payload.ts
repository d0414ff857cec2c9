/**
 * payload: sessions from 100 bytes to 64 KiB, written and read back whole. The history has not the text itself but
 * its length, its beginning and a digest, so that a text that comes back cut, or changed anywhere, shows.
 */
import crypto from 'k6/crypto';
import { reading, writing } from './lib/asking.ts';
import type { Value } from '../protocol/history.ts';
import { Kept } from './lib/kept.ts';
import { enoughLooks, lastLook } from './lib/last-look.ts';
import { ifFailed } from './lib/leaving.ts';
import { scenario, type ClientRun } from './lib/scenario.ts';
import type { Session } from './lib/session.ts';
import { settings } from './lib/settings.ts';

const KEY = 'text';
const [SMALLEST, LARGEST] = [100, 65_536];
const SESSIONS_AT_A_TIME = 2;
/** What goes wrong on the way into a store and back: quotes, line ends, letters of two, three and four bytes. */
const ODD = '"\\\n\t<é漢🜁>';
const config = settings('payload', { clients: 10, rate: 100 });
const { options, setup, run: main, restart, teardown } = scenario(config, live);
export { options, setup, restart, teardown };
export default main;

const ENOUGH_LOOKS = enoughLooks(config);
const write = (key: string, text: string) => ({
  ...writing(key, shortened(text)),
  body: { value: text },
});
const read = (key: string) => ({ ...reading(key), shorten: shortened });

function live(run: ClientRun): void {
  const { client, pacer, random } = run;
  const all = new Kept(run, config, {
    keys: [KEY],
    read: (session, key, due, isLast) => client.ask(session, read(key), due, undefined, isLast),
  });
  const slots: (Session | undefined)[] = Array.from({ length: SESSIONS_AT_A_TIME });
  let [made, written] = [0, 0];

  for (let step = 0; pacer.nextDue < config.durationMs; step++) {
    const at = step % SESSIONS_AT_A_TIME;
    const session = slots[at];
    all.tidy();
    if (session !== undefined && all.retireIfWorn(session)) {
      slots[at] = undefined;
      continue;
    }
    if (session === undefined || session.absences >= ENOUGH_LOOKS) {
      if (session !== undefined) all.leave(session);
      const fresh = client.open(`${client.id}-${++made}`);
      const { outcome } = client.create(fresh, pacer.wait(), undefined, ifFailed);
      if (outcome === 'ok') all.use(fresh);
      else if (outcome === 'info') all.leave(fresh);
      slots[at] = outcome === 'ok' ? fresh : undefined;
      continue;
    }
    // Each size as likely as one ten times as large.
    const length = Math.round(SMALLEST * (LARGEST / SMALLEST) ** random());
    client.ask(session, write(KEY, textOf(`${client.id}-${++written}`, length)), pacer.wait());
    client.ask(session, read(KEY), pacer.wait());
  }
  lastLook(run, config, {
    sessions: all.all(),
    keys: [KEY],
    read: (session, key, due) => client.ask(session, read(key), due),
  });
}

/** So many characters that no other text of the run has. */
const textOf = (name: string, length: number) => `${name} ${ODD}`.padEnd(length, `${name}.`).slice(0, length);

function shortened(value: unknown): Value {
  if (typeof value !== 'string') return value == null ? null : JSON.stringify(value);
  return `${value.length}:${value.slice(0, value.indexOf(' '))}:${crypto.md5(value, 'hex').slice(0, 12)}`;
}
