import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { HEADERS } from '../protocol/routes.ts';
import type { Answer } from './probe/call.ts';

/** Loopback and private networks (RFC 1122, 1918, 4193, 4291). */
const NEAR = new BlockList();
NEAR.addSubnet('127.0.0.0', 8, 'ipv4');
NEAR.addSubnet('10.0.0.0', 8, 'ipv4');
NEAR.addSubnet('172.16.0.0', 12, 'ipv4');
NEAR.addSubnet('192.168.0.0', 16, 'ipv4');
NEAR.addAddress('::1', 'ipv6');
NEAR.addSubnet('fc00::', 7, 'ipv6');

/** What browsers put on requests of pages, and nobody else does. */
const OF_PAGES = ['origin', 'sec-fetch-site', 'sec-fetch-dest'];

/** No request changes a session that is larger already. */
const SESSION_LIMIT_BYTES = 2_000_000;

interface Guarded {
  method: string;
  headers: IncomingHttpHeaders;
  /** What the probe keeps in the session that the request has already. */
  held: () => object | undefined;
}

/**
 * Refuses (403) what no client of Holdfast's sent: a request without its header, which pages of other sites cannot send
 * before they have asked; one that a browser says a page has sent, for the app may say yes to whoever asks (CORS); and
 * one for a name that leads here although it is not this app's, as a page does whose address was made to lead to this
 * machine (DNS rebinding). Undefined for what the probe may answer.
 */
export function guard(hosts: readonly string[]): (request: Guarded) => Answer | undefined {
  const allowed = new Set(hosts.map((host) => host.toLowerCase()));
  return ({ method, headers, held }) => {
    const host = hostnameOf(headers.host);
    if (host === undefined || !(isNear(host) || allowed.has(host)))
      return refused(
        `probe({ hosts: ['${host ?? ''}'] }) would answer here; without, it answers to loopback and private addresses only`,
      );
    if (headers[HEADERS.probe] === undefined) return refused(`the probe needs the header ${HEADERS.probe}`);
    if (OF_PAGES.some((name) => headers[name] !== undefined))
      return refused('the probe answers no page in a browser');
    if (method !== 'PUT' && method !== 'POST') return undefined;
    const data = held();
    if (data === undefined || lengthOf(data) <= SESSION_LIMIT_BYTES) return undefined;
    return { status: 413, json: { error: `the session holds ${SESSION_LIMIT_BYTES} bytes already` } };
  };
}

const refused = (error: string): Answer => ({ status: 403, json: { error } });

/** In JSON; of values that JSON has no word for, no limit is known. */
function lengthOf(data: object): number {
  try {
    return JSON.stringify(data).length;
  } catch {
    return 0;
  }
}

/** Of a Host header, as URLs have it; undefined where it is none. */
function hostnameOf(header: string | undefined): string | undefined {
  if (header === undefined || /[/?#@\\\s]/.test(header)) return undefined;
  return URL.parse(`http://${header}`)?.hostname.replace(/^\[|\]$/g, '');
}

function isNear(host: string): boolean {
  const version = isIP(host);
  if (version === 0) return host === 'localhost' || host.endsWith('.localhost');
  return NEAR.check(host, version === 6 ? 'ipv6' : 'ipv4');
}
