import { Jar, keptOf, type Kept } from '../../protocol/cookies/jar.ts';
import { placeOf, type Place } from '../../protocol/cookies/place.ts';
import { byOwnClock, type Ahead } from '../../protocol/cookies/skew.ts';
import { parseSetCookie, shownHeader } from '../../protocol/cookies/set-cookie.ts';
import { BALANCER_COOKIE } from '../../protocol/routes.ts';
import { signedId, unescaped } from './signed-id.ts';

/** A cookie that the client shows, and the header by which it came. */
interface Shown extends Kept {
  header: string;
  /** A browser would not have it: that was said when it came. */
  refused: boolean;
}

/** What a browser would have made of the cookies of a response. */
export interface Taken {
  /** One was too big. The client dropped it, too. */
  dropped: boolean;
  /**
   * Why it would not have kept one which the client has kept, with its header; false where it would. Absent: the
   * cookies are none of a browser's.
   */
  refused?: string | false;
}

/**
 * The cookies of one session. The client shows what the app last gave it, whatever a browser thinks of it, so that the
 * store is judged all the same; a browser's cookies are kept beside them, and where the two differ, that is said once.
 * Held by hand: k6's own jars are those of Go's net/http/cookiejar, which drop without a word, know no SameSite,
 * Partitioned, prefix or size, and do not tell the attributes of what they keep.
 */
export class Cookies {
  readonly #shown = new Map<string, Shown>();
  #browser: Jar | undefined = new Jar();
  /** Cookies of which it was said that a browser shows something else. */
  readonly #reported = new Set<Shown>();
  #unreported: string | undefined;
  /** A client that goes on showing a cookie after its time, which no browser does and every attacker may. */
  keepsExpired = false;
  /** The client says that it comes by HTTPS, as a proxy that ends TLS says of its visitors. */
  byTls = false;
  /** There were two cookies of one name: what answers may be another session. */
  isDoubtful = false;

  /** Cookies that a client makes up. They have no end, and no browser has a word in it. */
  static madeUp(pairs: Iterable<readonly [name: string, value: string]>): Cookies {
    const cookies = new Cookies();
    cookies.#browser = undefined;
    for (const [name, value] of pairs) cookies.keep(name, value, '');
    return cookies;
  }

  copy(): Cookies {
    const copy = new Cookies();
    copy.#browser = this.#browser?.copy();
    copy.keepsExpired = this.keepsExpired;
    copy.byTls = this.byTls;
    copy.isDoubtful = this.isDoubtful;
    for (const [name, shown] of this.#shown) copy.#shown.set(name, shown);
    for (const shown of this.#reported) copy.#reported.add(shown);
    return copy;
  }

  /** The same cookies with an id of the client's own choosing, and a signature that it made up; the balancer's stays. */
  forged(id: string): Cookies {
    const value = `s%3A${id}.${'A'.repeat(43)}`;
    const pairs = [...this.#shown.values()].map((shown) => [shown.name, shown.value] as const);
    return Cookies.madeUp(
      pairs.map(([name, own]) => [name, name === BALANCER_COOKIE ? own : value] as const),
    );
  }

  /** Takes in the Set-Cookie headers of a response to a request of this address, from a clock that is ahead by so much. */
  take(headers: readonly string[], url: string, nowMs: number, ahead: Ahead = 0): Taken {
    const place = this.#placeOf(url);
    const taken: Taken = { dropped: false };
    if (this.#browser) taken.refused = false;
    const refuse = (why: string, header: string) => {
      if (taken.refused === false) taken.refused = describe(why, header);
    };
    const given = new Map<string, Shown>();
    for (const header of headers) {
      const parsed = parseSetCookie(header);
      if ('unreadable' in parsed) {
        if (parsed.big) taken.dropped = true;
        else refuse(parsed.unreadable, header);
        continue;
      }
      const read = byOwnClock(parsed, ahead);
      const refusal = this.#browser?.take(read, place, nowMs);
      if (refusal !== undefined) refuse(refusal, header);
      const shown = { ...keptOf(read, place, nowMs), header, refused: refusal !== undefined };
      const twin = given.get(read.name);
      if (twin && twin.path === shown.path && twin.value !== shown.value) {
        this.isDoubtful ||= this.#browser !== undefined;
        refuse('its name is set twice in one response, and a browser keeps the last', header);
      }
      if (shown.endsMs > nowMs) {
        given.set(read.name, shown);
        this.#shown.set(read.name, shown);
      } else {
        this.#shown.delete(read.name);
        const [left] = this.#browser?.named(read.name, nowMs) ?? [];
        if (left && refusal === undefined)
          refuse(
            `it takes back a cookie of Path=${shown.path}, and the one of Path=${left.path} stays`,
            header,
          );
      }
    }
    return taken;
  }

  /**
   * Takes in a cookie of which only the name and the value are known; the rest is as it was before, or the default.
   * Returns whether it was too big, and dropped.
   */
  keep(name: string, value: string, url: string): boolean {
    const read = parseSetCookie(`${name}=${value}; Path=/`);
    if ('unreadable' in read) return true;
    const place = this.#placeOf(url);
    const before = this.#shown.get(name);
    const fresh = { ...keptOf(read, place, 0), header: `${name}=${value}`, refused: false };
    this.#shown.set(name, before ? { ...before, value } : fresh);
    if (before === undefined || !before.refused) this.#browser?.replace(before ?? fresh, value);
    return false;
  }

  /** Compares what the client is about to show at an address with what a browser would. */
  compare(url: string, nowMs: number): void {
    if (this.#browser === undefined) return;
    const place = this.#placeOf(url);
    const browsers = this.#browser.shownAt(place, nowMs);
    for (const shown of this.#shown.values()) {
      if (shown.refused || shown.endsMs <= nowMs || this.#reported.has(shown)) continue;
      const why = difference(shown, browsers, place);
      if (why === undefined) continue;
      this.#reported.add(shown);
      this.isDoubtful ||= browsers.some(({ name }) => name === shown.name);
      this.#unreported ??= describe(why, shown.header);
    }
  }

  /** What `compare` found and nobody has been told of yet. */
  takeRefusal(): string | undefined {
    const unreported = this.#unreported;
    this.#unreported = undefined;
    return unreported;
  }

  /** Whether Go's jar, which asks for less, keeps and sends these as a browser does: one of each name, for all paths. */
  arePlainAt(url: string): boolean {
    const all = [...this.#shown.values()];
    const isTls = url.startsWith('https:');
    return (
      !this.isDoubtful &&
      all.every((it) => it.hostOnly && it.path === '/' && (!it.secure || isTls) && !it.refused)
    );
  }

  /** The Cookie header of the next request; empty where there is none to show. */
  header(nowMs: number): string {
    const shown: string[] = [];
    for (const { name, value, endsMs } of this.#shown.values())
      if (endsMs > nowMs || this.keepsExpired) shown.push(`${name}=${value}`);
    return shown.join('; ');
  }

  /** How long each lives from now on, but the balancer's; null: until the browser is closed. */
  ages(nowMs: number): [name: string, ms: number | null][] {
    const own = [...this.#shown.values()].filter(({ name }) => name !== BALANCER_COOKIE);
    return own.map(({ name, endsMs }) => [name, endsMs === Infinity ? null : endsMs - nowMs]);
  }

  /** The ids of sessions in them, without what is added to sign them. */
  ids(): string[] {
    const sessions = [...this.#shown.values()].filter(({ name }) => name !== BALANCER_COOKIE);
    return sessions.map(({ value }) => {
      const text = unescaped(value);
      return signedId(text)?.id ?? text;
    });
  }

  #placeOf(url: string): Place {
    const place = placeOf(url);
    return this.byTls ? { ...place, isTrustworthy: true } : place;
  }
}

/** Why a browser would not show this cookie there, or would show another of its name. */
function difference(
  { name, value, path }: Shown,
  browsers: readonly Kept[],
  place: Place,
): string | undefined {
  const [first, ...others] = browsers.filter((kept) => kept.name === name);
  if (first === undefined) return `its Path is ${path}, and a browser does not send it to ${place.path}`;
  if (first.value !== value) return `an older one of its name, of Path=${first.path}, goes before it`;
  const hidden = others.find((kept) => kept.value !== value);
  return hidden && `it hides an older one of its name, of Path=${hidden.path}`;
}

const describe = (why: string, header: string) => `${why} (Set-Cookie: ${shownHeader(header)})`;
