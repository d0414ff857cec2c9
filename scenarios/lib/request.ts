import http, { type RefinedParams } from 'k6/http';
import { HEADERS, ROUTES } from '../../protocol/routes.ts';
import type { Asking } from './asking.ts';

interface Circumstances {
  /** Base address. */
  target: string;
  /** The Cookie header; empty for none. */
  cookie: string;
  timeoutMs: number;
}

/** An operation as k6's `http` takes it. */
export function requestOf(asking: Asking, { target, cookie, timeoutMs }: Circumstances) {
  const { method, path, body } = asking;
  const headers: { [name: string]: string } = { [HEADERS.probe]: '1' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (cookie !== '') headers['Cookie'] = cookie;
  const params: RefinedParams<'text'> = {
    // Or the client's own jar would mix the cookies of all its sessions.
    jar: new http.CookieJar(),
    timeout: asking.timeoutMs ?? timeoutMs,
    redirects: 0,
    responseType: 'text',
    headers,
    // Each name makes series: the places inside a session are one.
    tags: { name: `${method} ${path.includes('?') ? ROUTES.place : path}` },
  };
  return { method, url: target + path, body: body === undefined ? null : JSON.stringify(body), params };
}
