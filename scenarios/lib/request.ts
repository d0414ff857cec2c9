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
    ...(asking.expects && { responseCallback: http.expectedStatuses(SUCCESS, ...wanted(asking.expects)) }),
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

const SUCCESS = { min: 200, max: 399 };
const FAILURES = Array.from({ length: 200 }, (_, index) => 400 + index);

/** What k6 by itself would count among `http_req_failed`, although it is what the client asked for. */
const wanted = (expects: (status: number) => boolean) => FAILURES.filter((status) => expects(status));
