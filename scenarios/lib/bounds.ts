import { placeOf } from '../../protocol/cookies/place.ts';

const ADDRESSES: Readonly<Record<string, string>> = { localhost: '127.0.0.1' };

interface Reach {
  targets: readonly string[];
  /** Of the harness. */
  faultsOver: string | undefined;
  /** Of hosts that are names. */
  addresses: Readonly<Record<string, string>>;
  /** By a target's host and port, those to connect to in their place. */
  shortcuts: Readonly<Record<string, string>>;
}

/** Where nobody listens: connections to anywhere else end there, and are refused. */
const NOWHERE = '127.0.0.1:1';

/** The host and port of an http or https address. */
export function hostAndPort(url: string): string {
  const [, scheme = '', host = '', port] = /^(https?):\/\/(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?/i.exec(url) ?? [];
  return `${host.toLowerCase()}:${port ?? (scheme.toLowerCase() === 'https' ? '443' : '80')}`;
}

/**
 * k6's `hosts` that keep it within the targets wherever a redirect leads; undefined where a target is a name whose
 * address is not known, as k6 takes nothing else there.
 */
export function boundsOf({
  targets,
  faultsOver,
  addresses,
  shortcuts,
}: Reach): Record<string, string> | undefined {
  const hosts: Record<string, string> = { '*': NOWHERE };
  for (const url of faultsOver === undefined ? targets : [...targets, faultsOver]) {
    const { host } = placeOf(url);
    const address = isAddress(host) ? host : (addresses[host] ?? ADDRESSES[host]);
    if (address === undefined) return undefined;
    const place = hostAndPort(url);
    const port = place.slice(place.lastIndexOf(':'));
    hosts[place] = shortcuts[place] ?? (address.includes(':') ? `[${address}]` : address) + port;
  }
  return hosts;
}

const isAddress = (host: string) => host.includes(':') || /^\d+(\.\d+){3}$/.test(host);

/** The address that a redirect leads to; `base` is the one that answered with it. */
export function leadsTo(location: string, base: string): string {
  if (/^https?:/i.test(location)) return location;
  const [, scheme = '', origin = '', path = ''] = /^(\w+:)(\/\/[^/?#]*)([^?#]*)/.exec(base) ?? [];
  if (location.startsWith('//')) return scheme + location;
  if (location.startsWith('/')) return scheme + origin + location;
  return scheme + origin + path.slice(0, path.lastIndexOf('/') + 1) + location;
}
