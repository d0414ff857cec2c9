import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import session from 'express-session';
import { createMetrics } from '../app/metrics.ts';
import { observeStore } from '../app/observe-store.ts';
import { openerOf } from '../app/stores/catalogue.ts';
import { startReaper } from '../harness/process/reaper.ts';
import type { StoreName } from '../harness/stores/catalogue.ts';
import { inTurn, overRounds, type Ratio } from './rounds.ts';
import { startStore } from './subject.ts';

const IN_FLIGHT = 32;
const SESSIONS = 500;
const TURN_OPERATIONS = 20_000;
const TURNS = 10;

const WRAPPERS = {
  'through the wrapper': (opened: session.Store, store: StoreName) =>
    observeStore(opened, createMetrics({ store, instance: 'bench' })),
  'between two readings of the clock': (opened: session.Store) => timeOnly(opened),
} as const;

/**
 * Throughput of a store through the measuring wrapper over the same store bare: operations a second of the process's
 * own processor time, a `set` to each `get`, on two stores of one kind on the same server. Or through one that does
 * nothing but read the clock, which no wrapper that measures can do without.
 */
export async function benchWrapper(
  store: StoreName,
  how: keyof typeof WRAPPERS,
  { rounds, wanted }: Pick<Ratio, 'rounds' | 'wanted'>,
): Promise<Ratio> {
  await using reaper = startReaper();
  await using running = await startStore(store, reaper);
  const open = async () => {
    const opened = await (await openerOf(store))({ session, ttlMs: 600_000, url: running.url });
    if (!('store' in opened)) throw new Error(`${store} keeps no sessions in a store`);
    return opened;
  };
  const bare = await open();
  const wrapped = await open();
  WRAPPERS[how](wrapped.store, store);
  try {
    const name = `store ${store}: ${how} over bare, operations/s`;
    const a = () => throughput(wrapped.store);
    const b = () => throughput(bare.store);
    await inTurn(a, b, TURNS);
    return await overRounds({ name, rounds, wanted }, () => inTurn(a, b, TURNS));
  } finally {
    await bare.close();
    await wrapped.close();
  }
}

let passedMs = 0;

function timeOnly(store: session.Store): void {
  const set = store.set.bind(store);
  const get = store.get.bind(store);
  store.set = function (sid, data, callback) {
    const startedMs = performance.now();
    set(sid, data, (error) => {
      passedMs += performance.now() - startedMs;
      callback?.(error);
    });
  };
  store.get = function (sid, callback) {
    const startedMs = performance.now();
    get(sid, (error, found) => {
      passedMs += performance.now() - startedMs;
      callback(error, found);
    });
  };
}

async function throughput(store: session.Store): Promise<number> {
  let left = TURN_OPERATIONS;
  const before = process.cpuUsage();
  const client = async (index: number) => {
    for (let sid = index; left > 0; sid = (sid + IN_FLIGHT) % SESSIONS) {
      left -= 2;
      await setAndGet(store, `s-${sid}`);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, (_, index) => client(index)));
  const { user, system } = process.cpuUsage(before);
  return TURN_OPERATIONS / ((user + system) / 1e6);
}

function setAndGet(store: session.Store, sid: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (cause: unknown) => reject(new Error(`the store failed on ${sid}`, { cause }));
    store.set(sid, sessionOf(store, sid), (error: unknown) => {
      if (error != null) return failed(error);
      store.get(sid, (error: unknown, found) => {
        if (error != null || found == null) failed(error);
        else resolve();
      });
    });
  });
}

/** As express-session hands it over: tied to its request, with about 1 KB of its owner's in it. */
export function sessionOf(store: session.Store, sid: string) {
  const request = new IncomingMessage(SOCKET);
  request.headers.cookie = `connect.sid=s%3A${sid}.signature`;
  Object.assign(request, { sessionID: sid });
  const cookie = { originalMaxAge: 600_000, httpOnly: true, path: '/' };
  const data = { cookie, holdfast: { owner: sid, values: { a: Math.random() }, filler: FILLER } };
  return store.createSession(request as unknown as Parameters<session.Store['createSession']>[0], data);
}

const SOCKET = new Socket();
const FILLER = 'x'.repeat(1000);
