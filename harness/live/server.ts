import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { LIVE_POLICY } from './page.ts';

const HOST = '127.0.0.1';
/** Whoever looks gets the report within this, or has gone. */
const LAST_LOOK_MS = 3000;

export interface LiveServer {
  readonly address: string;
  /** Draws anew what is shown. */
  show(content: string): void;
  /** Hands the report to whoever looks, and ends. */
  end(report: string | undefined): Promise<void>;
}

/**
 * Serves the page of a run to this machine alone: GET, from the loopback, by an address that says so (a name that was
 * made to lead here would not). Rejects where the port cannot be had.
 *
 * @param page as it is first asked for.
 */
export async function serveLive(port: number, page: () => string): Promise<LiveServer> {
  const watchers = new Set<ServerResponse>();
  let report: string | undefined;
  let wanted = 0;
  const fetched = Promise.withResolvers<void>();
  const server = createServer((request, response) => void answer(request, response));
  server.listen(port, HOST);
  await new Promise<void>((resolve, reject) => server.once('listening', resolve).once('error', reject));
  const own = (server.address() as AddressInfo).port;
  const hosts = new Set([`${HOST}:${own}`, `localhost:${own}`]);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = '/', headers } = request;
    response.setHeader('cache-control', 'no-store');
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('content-security-policy', LIVE_POLICY);
    response.setHeader('cross-origin-resource-policy', 'same-origin');
    response.setHeader('referrer-policy', 'no-referrer');
    const refuse = (status: number, why: string) =>
      void response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${why}\n`);
    if (!hosts.has(headers.host ?? '')) return refuse(403, `this page is at http://${HOST}:${own}/ alone`);
    if (method !== 'GET') return refuse(405, 'nothing can be done here, only looked at');
    const asHtml = { 'content-type': 'text/html; charset=utf-8' };
    if (url === '/') return void response.writeHead(200, asHtml).end(page());
    if (url === '/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('retry: 1000\n\n');
      watchers.add(response);
      return void response.once('close', () => watchers.delete(response));
    }
    if (url === '/report' && report !== undefined) {
      const content = await readFile(report, 'utf8').catch(() => undefined);
      if (content === undefined) return refuse(404, 'the report is not there any more');
      // It brings a policy of its own.
      response.setHeader('content-security-policy', "frame-ancestors 'none'");
      response.writeHead(200, asHtml).end(content);
      return void response.once('close', () => --wanted <= 0 && fetched.resolve());
    }
    return refuse(404, 'there is no such page');
  }

  return {
    address: `http://${HOST}:${own}/`,
    show(content) {
      // Who reads too slowly misses what is drawn anew in a second anyway.
      for (const each of watchers)
        if (!each.writableNeedDrain) each.write(`data: ${JSON.stringify(content)}\n\n`);
    },
    async end(file) {
      report = file;
      wanted = file === undefined ? 0 : watchers.size;
      const data = JSON.stringify(file === undefined ? null : 'report');
      for (const each of watchers) each.end(`event: over\ndata: ${data}\n\n`);
      if (wanted > 0) await Promise.race([fetched.promise, delay(LAST_LOOK_MS, undefined, { ref: false })]);
      server.close();
      server.closeAllConnections();
    },
  };
}
