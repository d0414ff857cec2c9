import { BALANCER_COOKIE } from '../../protocol/routes.ts';

/** A browser ignores a cookie whose name and value are longer than this together (RFC 6265bis, 5.6). */
const LIMIT_BYTES = 4096;

interface Kept {
  value: string;
  /** Unix time in milliseconds; Infinity: until the browser is closed. */
  expiresMs: number;
}

/** A cookie as k6 gives it: the names here are those that it has, which differ from those of its types. */
export interface SentCookie {
  value: string;
  /** Seconds; 0: not said. */
  max_age: number;
  /** Unix time in milliseconds; below 0: not said. By 0, the start of 1970, apps take a cookie back. */
  expires: number;
}

/** As k6 says that a cookie has no expiry: Go's zero time, as far as it fits into nanoseconds. */
export const NO_EXPIRY = -6_795_364_578_871;

/** The cookies of one session as a browser keeps them. Held by hand: k6's own jars keep cookies of any size. */
export class Cookies {
  readonly #kept = new Map<string, Kept>();
  /** A client that goes on showing a cookie after its time, which no browser does and every attacker may. */
  keepsExpired = false;

  copy(): Cookies {
    const copy = new Cookies();
    copy.keepsExpired = this.keepsExpired;
    for (const [name, kept] of this.#kept) copy.#kept.set(name, kept);
    return copy;
  }

  /** The same cookies with an id of the client's own choosing, and a signature that it made up; the balancer's stays. */
  forged(id: string): Cookies {
    const forged = new Cookies();
    const value = `s%3A${id}.${'A'.repeat(43)}`;
    for (const [name, kept] of this.#kept)
      forged.#kept.set(name, name === BALANCER_COOKIE ? kept : { value, expiresMs: Infinity });
    return forged;
  }

  /** Takes in what came with a response, and says whether a browser would have dropped any of it. */
  take(cookies: Record<string, SentCookie[]>, nowMs: number): boolean {
    let dropped = false;
    for (const [name, sent] of Object.entries(cookies)) {
      for (const { value, expires, max_age: maxAgeSeconds } of sent) {
        const untilMs = expires < 0 ? Infinity : expires;
        const expiresMs = maxAgeSeconds === 0 ? untilMs : nowMs + maxAgeSeconds * 1000;
        // Cookies are plain ASCII, so characters are bytes.
        if (name.length + value.length > LIMIT_BYTES) dropped = true;
        else if (expiresMs <= nowMs) this.#kept.delete(name);
        else this.#kept.set(name, { value, expiresMs });
      }
    }
    return dropped;
  }

  /** The Cookie header of the next request; empty where there is none to show. */
  header(nowMs: number): string {
    const shown: string[] = [];
    for (const [name, { value, expiresMs }] of this.#kept)
      if (expiresMs > nowMs || this.keepsExpired) shown.push(`${name}=${value}`);
    return shown.join('; ');
  }

  /** The ids of sessions in them, without what express-session adds: `s:<id>.<signature>`, escaped. */
  ids(): string[] {
    const sessions = [...this.#kept].filter(([name]) => name !== BALANCER_COOKIE);
    return sessions.map(([, { value }]) => {
      const text = decodeURIComponent(value);
      const from = text.startsWith('s:') ? 2 : 0;
      const to = text.lastIndexOf('.');
      return text.slice(from, to < from ? undefined : to);
    });
  }
}
