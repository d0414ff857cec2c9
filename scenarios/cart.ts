/**
 * cart: a shopper's nested data, set and removed by dotted paths and by keys as people type them, an array that items
 * are pushed to, and a form of payment methods; the page of a user is forbidden without one and shows what the session
 * holds with one. One client also puts in values that JSON has no word for (Date, NaN, Map, ..., and a bigint, which
 * JSON cannot write), and records how they come back.
 */
import { KIND_ASKINGS } from './lib/kinds.ts';
import { Kept } from './lib/kept.ts';
import { enoughLooks, lastLook } from './lib/last-look.ts';
import { ifFailed } from './lib/leaving.ts';
import { scenario, type ClientRun } from './lib/scenario.ts';
import type { IsLast } from './lib/session-client.ts';
import type { Session } from './lib/session.ts';
import { settings } from './lib/settings.ts';
import { Form, Item, leaf, User, type Thing } from './lib/things.ts';
import type { Way } from './lib/ways.ts';

const SESSIONS_AT_A_TIME = 2;
const PLACES: Way[] = [
  'currency',
  'cart.total.net',
  ['cart', 'total', 'vat %'],
  ['cart', 'gift note'],
  ['cart', 'v1.2'],
  ['cart', '$inc'],
  ['cart', 'größe 漢🜁'],
  ['cart', '__proto__'],
  ['cart', 'constructor'],
  ['__proto__', 'seen'],
];
const config = settings('cart');
const { options, setup, run: main, restart, teardown } = scenario(config, live);
export { options, setup, restart, teardown };
export default main;

const ENOUGH_LOOKS = enoughLooks(config);

interface Shopper {
  session: Session;
  things: Thing[];
}

function live(run: ClientRun): void {
  const { client, index, pacer, random } = run;
  const thingsOf = new WeakMap<Session, Thing[]>();
  const read = (session: Session, key: string, due: number, isLast?: IsLast) => {
    const thing = thingsOf.get(session)?.find((its) => its.key === key) as Thing;
    return client.ask(session, thing.read(random()), due, undefined, isLast);
  };
  const keys = things().map(({ key }) => key);
  const all = new Kept(run, config, { keys, read });
  const slots: (Shopper | undefined)[] = Array.from({ length: SESSIONS_AT_A_TIME });
  let [made, written] = [0, 0];

  for (let step = 0; pacer.nextDue < config.durationMs; step++) {
    const at = step % SESSIONS_AT_A_TIME;
    const shopper = slots[at];
    all.tidy();
    if (shopper !== undefined && all.retireIfWorn(shopper.session)) {
      slots[at] = undefined;
      continue;
    }
    if (shopper === undefined || shopper.session.absences >= ENOUGH_LOOKS) {
      if (shopper !== undefined) all.leave(shopper.session);
      const session = client.open(`${client.id}-${++made}`);
      const { outcome } = client.create(session, pacer.wait(), undefined, ifFailed);
      const fresh = { session, things: things() };
      slots[at] = outcome === 'ok' ? fresh : undefined;
      if (outcome === 'fail') continue;
      thingsOf.set(session, fresh.things);
      if (outcome === 'ok') all.use(session);
      else all.leave(session);
      if (index === 0 && made === 1) tryKinds(session);
      continue;
    }
    const { session } = shopper;
    const thing = shopper.things[Math.floor(random() * shopper.things.length)] as Thing;
    const change = thing.change((index + 1) * 1_000_000 + ++written, random());
    const line = client.ask(session, change, pacer.wait());
    thing.settle?.(line);
    client.ask(session, thing.read(random()), pacer.wait());
  }
  lastLook(run, config, { sessions: all.all(), keys, read });

  function tryKinds(session: Session): void {
    for (const { put, look } of KIND_ASKINGS) {
      const { outcome } = client.ask(session, put, pacer.wait());
      // What JSON leaves out looks the same whether it was put there or not.
      if (outcome !== 'fail') client.ask(session, look(), pacer.wait());
    }
  }
}

function things(): Thing[] {
  const user = new User();
  const forms = ['visa.com', 'Zoë’s card $1'].map((method) => new Form(['payment methods', method], user));
  const items = ['tea', 'jam & bread'].map((item) => new Item('cart.items', item));
  return [...PLACES.map(leaf), ...forms, ...items, user];
}
