import { Cookies, NO_EXPIRY, type SentCookie } from './cookies.ts';

/** The names and values of a Cookie header. */
export function pairsIn(header: string): [name: string, value: string][] {
  return header.split('; ').flatMap((pair): [string, string][] => {
    const at = pair.indexOf('=');
    return at > 0 ? [[pair.slice(0, at), pair.slice(at + 1)]] : [];
  });
}

/** Cookies that a client makes up. They have no end. */
export function cookiesOf(pairs: readonly (readonly [name: string, value: string])[]): Cookies {
  const cookies = new Cookies();
  const sent = pairs.map(([name, value]): [string, SentCookie[]] => [
    name,
    [{ value, max_age: 0, expires: NO_EXPIRY }],
  ]);
  cookies.take(Object.fromEntries(sent), Date.now());
  return cookies;
}
