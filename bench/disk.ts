import session from 'express-session';
import { openerOf } from '../app/stores/catalogue.ts';
import { startReaper } from '../harness/process/reaper.ts';
import type { StoreName } from '../harness/stores/catalogue.ts';
import { inTurn, overRounds, type Ratio } from './rounds.ts';
import { startStore } from './subject.ts';
import { sessionOf } from './wrapper.ts';

const IN_FLIGHT = 32;
const SESSIONS = 500;
const TURN_MS = 1000;
const TURNS = 4;

/**
 * Writes a second by the clock of a store whose server has its files on the layer of `server-power-loss`, over the same
 * on a server without: what a run costs whose plan has that fault.
 */
export async function benchDisk(
  store: StoreName,
  settings: Readonly<Record<string, string>>,
  { rounds }: Pick<Ratio, 'rounds'>,
): Promise<Ratio> {
  await using stack = new AsyncDisposableStack();
  const reaper = stack.use(startReaper());
  const open = async (isForgetful: boolean) => {
    const running = stack.use(await startStore(store, reaper, { settings, isForgetful }));
    const opened = await (await openerOf(store))({ session, ttlMs: 600_000, url: running.url, settings });
    if (!('store' in opened)) throw new Error(`${store} keeps no sessions in a store`);
    stack.defer(() => opened.close());
    return () => writesASecond(opened.store);
  };
  const [a, b] = [await open(true), await open(false)];
  await inTurn(a, b, 2);
  const said = Object.entries(settings).map(([name, value]) => `+${name}=${value}`);
  const name = `${store}${said.join('')}: on the layer of server-power-loss over without, writes/s`;
  return await overRounds({ name, rounds }, () => inTurn(a, b, TURNS));
}

async function writesASecond(store: session.Store): Promise<number> {
  const startedMs = performance.now();
  let written = 0;
  const client = async (index: number) => {
    for (let sid = index; performance.now() - startedMs < TURN_MS; sid = (sid + IN_FLIGHT) % SESSIONS) {
      await set(store, `s-${sid}`);
      written++;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, (_, index) => client(index)));
  return written / ((performance.now() - startedMs) / 1000);
}

const set = (store: session.Store, sid: string) =>
  new Promise<void>((resolve, reject) => {
    store.set(sid, sessionOf(store, sid), (error: unknown) => {
      if (error == null) resolve();
      else reject(new Error(`the store failed on ${sid}`, { cause: error }));
    });
  });
