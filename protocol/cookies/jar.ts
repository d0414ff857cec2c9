import { defaultPath, domainMatches, pathMatches, type Place } from './place.ts';
import { refusalOf } from './refusal.ts';
import { endOf, type SetCookie } from './set-cookie.ts';

/** Chrome's and Firefox's limit for one host; the oldest make room. */
const COOKIES_KEPT = 180;

/** A cookie as it is kept. It is never changed, only replaced. */
export interface Kept {
  name: string;
  value: string;
  domain: string;
  hostOnly: boolean;
  path: string;
  secure: boolean;
  /** Unix time in milliseconds; Infinity: until the browser is closed. */
  endsMs: number;
}

/** The cookies of a browser (RFC 6265bis, 5.7 and 5.8). */
export class Jar {
  /** By age: one that replaces another takes its place. */
  #kept: Kept[] = [];

  copy(): Jar {
    const copy = new Jar();
    copy.#kept = [...this.#kept];
    return copy;
  }

  /** Takes a cookie in, or ends one that it takes back; returns why the browser ignores it, if it does. */
  take(cookie: SetCookie, place: Place, nowMs: number): string | undefined {
    const refusal = refusalOf(cookie, place);
    if (refusal !== undefined) return refusal;
    const fresh = keptOf(cookie, place, nowMs);
    if (fresh.endsMs > nowMs) this.replace(fresh, fresh.value);
    else this.#kept = this.#kept.filter((old) => !isSame(old, fresh));
    return undefined;
  }

  /** The cookie, with this value, in place of the one that it is a new version of. */
  replace(cookie: Kept, value: string): void {
    const { name, domain, hostOnly, path, secure, endsMs } = cookie;
    const fresh = { name, value, domain, hostOnly, path, secure, endsMs };
    const at = this.#kept.findIndex((old) => isSame(old, fresh));
    if (at === -1) this.#kept.push(fresh);
    else this.#kept[at] = fresh;
    if (this.#kept.length > COOKIES_KEPT) this.#kept.shift();
  }

  /** What goes with a request, in the order of the Cookie header: longer paths first, then older ones. */
  shownAt(place: Place, nowMs: number): Kept[] {
    return this.#kept
      .filter((kept) => kept.endsMs > nowMs && goesTo(kept, place))
      .toSorted((a, b) => b.path.length - a.path.length);
  }

  /** All of a name that have not ended, wherever they go. */
  named(name: string, nowMs: number): Kept[] {
    return this.#kept.filter((kept) => kept.name === name && kept.endsMs > nowMs);
  }
}

/** As it would be kept if nothing spoke against it. */
export function keptOf(cookie: SetCookie, place: Place, nowMs: number): Kept {
  const { name, value, domain, path, secure } = cookie;
  // A host that names itself though nothing may stand below it: as if it had not.
  const hostOnly = domain === undefined || (domain === place.host && !domain.includes('.'));
  return {
    name,
    value,
    domain: hostOnly ? place.host : domain,
    hostOnly,
    path: path ?? defaultPath(place.path),
    secure,
    endsMs: endOf(cookie, nowMs),
  };
}

const isSame = (a: Kept, b: Kept): boolean =>
  a.name === b.name && a.domain === b.domain && a.hostOnly === b.hostOnly && a.path === b.path;

const goesTo = ({ hostOnly, domain, path, secure }: Kept, place: Place): boolean =>
  (hostOnly ? place.host === domain : domainMatches(place.host, domain)) &&
  pathMatches(place.path, path) &&
  (!secure || place.isTrustworthy);
