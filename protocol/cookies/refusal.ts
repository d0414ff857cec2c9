import { domainMatches, type Place } from './place.ts';
import type { SetCookie } from './set-cookie.ts';

/**
 * Why a browser ignores a cookie that it can read; undefined where it keeps it. The rules are those of RFC 6265bis, 5.7,
 * and those on `SameSite=None` and `Partitioned`, which browsers added (draft-west-cookie-incrementalism, 3.2;
 * draft-cutler-httpbis-partitioned-cookies, 2.1). A request of the clients is never cross-site. Of the public suffixes
 * only those of one label are known, such as `com`: the whole list is larger than all of the rest.
 */
export function refusalOf(cookie: SetCookie, place: Place): string | undefined {
  return ofDomain(cookie, place) ?? ofSecurity(cookie, place) ?? ofPrefix(cookie);
}

function ofDomain({ domain }: SetCookie, { host }: Place): string | undefined {
  if (domain === undefined || domain === host) return undefined;
  if (!domainMatches(host, domain)) return `its Domain is ${domain}, and it came from ${host}`;
  return domain.includes('.') ? undefined : `its Domain, ${domain}, is a public suffix`;
}

function ofSecurity({ secure, sameSite, partitioned }: SetCookie, place: Place): string | undefined {
  if (secure) return place.isTrustworthy ? undefined : 'it is Secure, and came over plain http';
  if (sameSite === 'none') return 'it is SameSite=None without Secure';
  return partitioned ? 'it is Partitioned without Secure' : undefined;
}

/** Prefixes count in any case of letters, and also at the beginning of the value of a cookie that has no name. */
function ofPrefix({ name, value, secure, domain, path }: SetCookie): string | undefined {
  const prefix = /^__(secure|host)-/i.exec(name === '' ? value : name)?.[0];
  if (prefix === undefined) return undefined;
  if (name === '') return `it has no name, and a value that begins with ${prefix}`;
  if (!secure) return `its name begins with ${prefix}, and it is not Secure`;
  if (prefix.toLowerCase() === '__secure-') return undefined;
  if (domain !== undefined) return `its name begins with ${prefix}, and it has a Domain`;
  return path === '/' ? undefined : `its name begins with ${prefix}, and its Path is not /`;
}
