import session from 'express-session';
import { firstLine } from './load-subject.ts';

/** What gave a promise, and has settled that, calls back within this if it ever does. */
const AFTER_PROMISE_MS = 1000;
const SILENT_MS = 5000;

export interface Limits {
  afterPromiseMs: number;
  silentMs: number;
}

type Method = (...parameters: unknown[]) => unknown;
type Done = (...results: unknown[]) => void;

/**
 * Calls a store's methods once each as express-session does, on a session of their own that is destroyed in the end.
 * Rejects where one never calls back, as methods that only give promises do: whoever waits for them waits for good.
 * What they say, an error too, is none of its business. A method may both give a promise and call back.
 */
export async function takesCallbacks(
  store: session.Store,
  ttlMs: number,
  limits: Limits = { afterPromiseMs: AFTER_PROMISE_MS, silentMs: SILENT_MS },
): Promise<void> {
  const sid = `holdfast-look-${crypto.randomUUID()}`;
  const cookie = new session.Cookie();
  cookie.maxAge = ttlMs;
  const data = { cookie } as session.SessionData;
  const calls: [name: string, parameters: unknown[]][] = [
    ['get', [sid]],
    ['set', [sid, data]],
    ['touch', [sid, data]],
    ['destroy', [sid]],
  ];
  for (const [name, parameters] of calls) {
    const method = (store as unknown as Partial<Record<string, Method>>)[name];
    if (typeof method === 'function')
      await calledBack(name, (done) => method.call(store, ...parameters, done), limits);
  }
}

async function calledBack(
  name: string,
  call: (done: Done) => unknown,
  { afterPromiseMs, silentMs }: Limits,
): Promise<void> {
  const { promise: answered, resolve, reject } = Promise.withResolvers<void>();
  const timers: NodeJS.Timeout[] = [];
  const rejectAfter = (ms: number, message: string) => {
    timers.push(setTimeout(() => reject(new Error(`its ${name}() ${message}`)), ms));
  };
  const settled = (broken: string) =>
    rejectAfter(
      afterPromiseMs,
      `gives a promise${broken} and does not call its callback: express-session's stores take callbacks, and every request would wait for this one`,
    );
  try {
    const given = call(() => resolve());
    rejectAfter(silentMs, `did not call its callback within ${silentMs / 1000} s`);
    if (isThenable(given))
      void given.then(
        () => settled(''),
        (error: unknown) => settled(`, broken with "${firstLine(error)}",`),
      );
  } catch {
    // A method that throws does so in the run as well, to whoever asked.
    resolve();
  }
  await answered.finally(() => {
    for (const timer of timers) clearTimeout(timer);
  });
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function';
