/** For tests of the stores only: each with its real server, on a folder and a port of its own. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import session from 'express-session';
import getPort from 'get-port';
import { startReaper } from '../../harness/process/reaper.ts';
import { ServerProcess } from '../../harness/platform/process/servers/server.ts';
import { STORES, type StoreName } from '../../harness/stores/catalogue.ts';
import { fetchPinned, pinnedPackages } from '../../harness/provision/packages/pinned.ts';
import { provision } from '../../harness/provision/provision.ts';
import { temporaryFolder } from '../../test/holdfast.ts';
import { openerOf } from './catalogue.ts';
import type { OpenedStore } from './store.ts';

const signal = new AbortController().signal;

/** A store's timer for what has expired must not keep a test's process alive; one store has no way to stop its own. */
const { setInterval } = globalThis;
globalThis.setInterval = ((...parameters: Parameters<typeof setInterval>) =>
  setInterval(...parameters).unref()) as typeof setInterval;

/** Where a store keeps its sessions: a server that can be ended and started, or a folder, or nothing. */
export interface Place extends AsyncDisposable {
  server: ServerProcess | undefined;
  url: string | undefined;
}

export async function placeOf(store: StoreName): Promise<Place> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder());
  const data = join(folder.path, 'data');
  await mkdir(data);
  const { server: program, table, needsFolder } = STORES[store];
  let server: ServerProcess | undefined;
  if (program !== undefined) {
    server = await ServerProcess.start({
      store,
      table,
      program,
      tool: await provision(program, { signal, report: () => {} }),
      dataFolder: data,
      port: await getPort({ host: '127.0.0.1' }),
      logFile: join(folder.path, 'log'),
      reaper: stack.use(startReaper()),
      signal,
      onDeath: () => {},
    });
    stack.use(server);
  }
  const owned = stack.move();
  const url = server?.url ?? (needsFolder ? pathToFileURL(data).href : undefined);
  return { server, url, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** Opens a store that is one; disposing of it closes it. */
export async function openAt(
  store: StoreName,
  url: string | undefined,
): Promise<OpenedStore & AsyncDisposable> {
  await loadPinned(store);
  const open = await openerOf(store);
  const opened = await open({ session, ttlMs: 60_000, url });
  if (!('store' in opened)) throw new Error(`${store} has no store`);
  return Object.assign(opened, { [Symbol.asyncDispose]: () => opened.close() });
}

/** Has this process load from the cache what no installation brings, as the app does. */
async function loadPinned(store: StoreName): Promise<void> {
  const pinned = pinnedPackages(store);
  if (pinned === undefined) return;
  await fetchPinned(store, { signal, report: () => {} });
  process.env['HOLDFAST_PACKAGES'] = pinned.packages.map(({ name }) => name).join();
  process.env['HOLDFAST_PACKAGES_FOLDER'] = pinned.folder;
  await import('../other-packages.ts');
}

/** Calls a method of a store by its callback, as express-session does. */
export function call<Result = unknown>(
  { store }: OpenedStore,
  method: 'get' | 'set' | 'touch' | 'destroy' | 'all' | 'length' | 'clear',
  ...values: unknown[]
): Promise<Result> {
  const methods = store as unknown as Record<string, (...parameters: unknown[]) => void>;
  return new Promise((resolve, reject) => {
    methods[method]?.(...values, (error: unknown, result: Result) => {
      if (error == null) resolve(result);
      else reject(error instanceof Error ? error : new Error(JSON.stringify(error)));
    });
  });
}

/** A session as express-session gives it to a store, which lives for `ttlMs`. */
export function sessionFor(ttlMs: number, value: unknown): session.SessionData {
  const cookie = new session.Cookie();
  cookie.maxAge = ttlMs;
  cookie.originalMaxAge = ttlMs;
  return { cookie, value } as unknown as session.SessionData;
}

/** The value of the session, or undefined where there is none. */
export async function valueIn(opened: OpenedStore, sid: string): Promise<unknown> {
  const found = await call<{ value: unknown } | null | undefined>(opened, 'get', sid).catch(
    (error: unknown) => {
      // session-file-store gives the system's error for a session that is not there, as express-session expects.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    },
  );
  return found?.value;
}
