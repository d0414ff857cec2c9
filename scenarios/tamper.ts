/**
 * tamper: somebody gets at the cookie of another's session. Whatever is made of it (edited, unsigned, forged with the
 * secret of the examples, cut, with a signature of one's own) opens nothing: it is shown once to read, and once to
 * make a session, which must not get the id. Stolen as it is it opens the session, until its owner logs in and gets
 * another id. Also tried: whether the cookie lets anybody read what the session holds.
 */
import { besides } from '../protocol/clients.ts';
import { reading } from './lib/asking.ts';
import { Kept } from './lib/kept.ts';
import { lastLook } from './lib/last-look.ts';
import { ifFailed, leaving } from './lib/leaving.ts';
import { note } from './lib/note.ts';
import { scenario, type ClientRun } from './lib/scenario.ts';
import type { Session } from './lib/session.ts';
import { settings } from './lib/settings.ts';
import { isReadableIn, signedIn, TAMPERINGS } from './lib/tampering.ts';

const KEY = 'secret';
const config = settings('tamper');
const { options, setup, run: main, restart, teardown } = scenario(config, live);
export { options, setup, restart, teardown };
export default main;

function live(run: ClientRun): void {
  const { client, index, pacer, clock } = run;
  const all = new Kept(run, config, { keys: [KEY] });
  const thief = client.another(besides(client.id));
  const seen = { cookies: 0, readable: 0, stolen: 0, opened: 0, altered: 0 };

  for (let visit = 1; pacer.nextDue < config.durationMs; visit++) {
    all.tidy();
    const [victim, own] = [open(`${client.id}-${visit}`), open(`${client.id}-${visit}-own`)];
    if (victim === undefined || own === undefined) continue;
    seen.cookies++;
    if (isReadableIn(victim.cookies, secretOf(victim.name))) seen.readable++;
    tamperWith(victim, own);
    client.read(victim, KEY, pacer.wait());
    steal(victim);
  }
  lastLook(run, config, { sessions: all.all(), keys: [KEY] });
  note(config, 'what was made of the cookies of others', clock(), seen);
  if (index === 0) {
    const { cookies, readable, stolen, opened } = seen;
    const read = `of ${cookies} cookies, ${readable} could be read for what the session holds`;
    note(config, `${read}; of ${stolen} stolen ones, ${opened} opened the session`, clock());
  }

  /** A thief has no schedule: it takes its turn when it comes, and is never late. */
  function opportunity(): number {
    pacer.wait();
    return clock();
  }

  function open(name: string): Session | undefined {
    const session = client.open(name);
    const { outcome } = client.create(session, pacer.wait(), { key: KEY, value: secretOf(name) }, ifFailed);
    if (outcome !== 'fail') all.leave(session);
    return outcome === 'ok' ? session : undefined;
  }

  function tamperWith(victim: Session, own: Session): void {
    const [theirs, mine] = [signedIn(victim.cookies), signedIn(own.cookies)];
    if (theirs === undefined || mine === undefined) return;
    for (const [how, tampered] of TAMPERINGS) {
      const name = `${victim.name}-${how}`;
      const reader = thief.open(name, tampered(theirs, mine));
      // There is nothing that this cookie may show.
      reader.created = reader.ended = true;
      thief.read(reader, KEY, opportunity());
      seen.altered++;
      const maker = thief.open(name, tampered(theirs, mine));
      thief.create(maker, opportunity(), { key: KEY, value: secretOf(name) }, leaving);
    }
  }

  function steal(victim: Session): void {
    const { name, home } = victim;
    const stolen = { name, home, cookies: victim.cookies.copy() };
    const { outcome, absent } = thief.ask(stolen, reading(KEY), opportunity());
    seen.stolen++;
    if (outcome === 'ok' && !absent) seen.opened++;
    const user = { key: KEY, value: secretOf(`${name}-user`) };
    const { next } = client.logIn(victim, `${name}-user`, pacer.wait(), user);
    thief.ask(stolen, reading(KEY), opportunity());
    if (next === undefined) return;
    all.leave(next);
    client.read(next, KEY, pacer.wait());
  }
}

const secretOf = (name: string) => `nobody else's business, ${name}`;
