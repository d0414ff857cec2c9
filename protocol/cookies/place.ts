/** What of an address cookies ask after. They do not ask after its port: all ports of a host share them. */
export interface Place {
  /** In lower case; an IPv6 address without its brackets. */
  host: string;
  path: string;
  /**
   * Reached by TLS, or on this machine: Chrome and Firefox take `localhost` and loopback addresses for trustworthy, and
   * keep and send Secure cookies there over plain http (W3C Secure Contexts, 3.1; MDN, Set-Cookie, Secure).
   */
  isTrustworthy: boolean;
}

const ADDRESS = /^(https?):\/\/(?:[^@/?#]*@)?(\[[^\]]*\]|[^:/?#]*)(?::\d*)?([^?#]*)/i;

/** Parses an http or https address. By hand: k6 has no `URL`. */
export function placeOf(url: string): Place {
  const [, scheme = '', bracketed = '', path = ''] = ADDRESS.exec(url) ?? [];
  const host = bracketed.replaceAll(/[[\]]/g, '').toLowerCase();
  return {
    host,
    path: path.startsWith('/') ? path : '/',
    isTrustworthy: scheme.toLowerCase() === 'https' || isLoopback(host),
  };
}

const isLoopback = (host: string) =>
  host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127(\.\d+){3}$/.test(host);

const isAddress = (host: string) => host.includes(':') || /^\d+(\.\d+){3}$/.test(host);

/** RFC 6265, 5.1.3: the same, or below it. An address of digits has nothing below. */
export const domainMatches = (host: string, domain: string): boolean =>
  host === domain || (host.endsWith(`.${domain}`) && !isAddress(host));

/** RFC 6265, 5.1.4. */
export const pathMatches = (path: string, cookiePath: string): boolean =>
  path === cookiePath ||
  (path.startsWith(cookiePath) && (cookiePath.endsWith('/') || path[cookiePath.length] === '/'));

/** Of a cookie without a path: the address it came from, up to its last slash (RFC 6265, 5.1.4). */
export function defaultPath(path: string): string {
  const last = path.lastIndexOf('/');
  return last <= 0 ? '/' : path.slice(0, last);
}
