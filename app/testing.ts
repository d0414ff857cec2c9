/** For tests of the app only: a store that fails on demand, and an app that listens on a free port. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import session from 'express-session';
import type { SaveMode } from '../protocol/app-settings.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { observeStore } from './observe-store.ts';
import { probe } from './probe.ts';

/** MemoryStore whose `set` gives an error while `failing` is true. */
export class FailingStore extends session.MemoryStore {
  failing = false;
  /** How long a save takes. */
  delayMs = 0;

  override set(sid: string, data: session.SessionData, callback?: (error?: unknown) => void): void {
    if (this.failing) setImmediate(() => callback?.(new Error('the store refused')));
    else if (this.delayMs > 0) setTimeout(() => super.set(sid, data, callback), this.delayMs);
    else super.set(sid, data, callback);
  }
}

export interface ServedApp extends AsyncDisposable {
  url: string;
}

/** Serves an app on a free port until it is disposed of. */
export async function serve(app: Express): Promise<ServedApp> {
  const server = createServer(app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The probe routes over an observed store, as an app of one's own would mount them. */
export function observedApp(store: session.Store, saveMode: SaveMode): { app: Express; metrics: Metrics } {
  const metrics = createMetrics({ store: 'test', instance: 'app-1' });
  const app = express();
  app.use(
    session({ store: observeStore(store, metrics), secret: 'test', resave: false, saveUninitialized: false }),
  );
  app.use(probe({ saveMode }));
  app.use(((_error, _request, response, next) => {
    if (response.headersSent) return next(_error);
    response.status(500).end();
  }) satisfies express.ErrorRequestHandler);
  return { app, metrics };
}

/** A client that keeps its cookie from one request to the next, as a browser does. */
export function visitor(url: string, given = '') {
  let cookie = given;
  const request = async (method: string, path: string, body?: object) => {
    const response = await fetch(url + path, {
      method,
      headers: { 'content-type': 'application/json', cookie },
      ...(body && method !== 'GET' ? { body: JSON.stringify(body) } : {}),
    });
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    const text = await response.text();
    const parsed = text === '' ? undefined : (JSON.parse(text) as unknown);
    return { status: response.status, body: parsed, response };
  };
  return { request, cookie: () => cookie };
}

/** The value of a counter over all its labels. */
export async function valueOf(counter: { get(): Promise<{ values: { value: number }[] }> }): Promise<number> {
  const { values } = await counter.get();
  return values.reduce((total, { value }) => total + value, 0);
}
