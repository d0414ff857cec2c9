import { dateOf } from './date.ts';

/** Of a name and its value together; a browser ignores a cookie that is longer (RFC 6265bis, 5.6). */
const LIMIT_BYTES = 4096;
/** Of an attribute's value; a browser ignores an attribute that is longer (the same). */
const ATTRIBUTE_LIMIT_BYTES = 1024;

/** A Set-Cookie header as a browser reads it. */
export interface SetCookie {
  name: string;
  value: string;
  /** In lower case, without a point in front; absent where the cookie is for its host alone. */
  domain?: string;
  /** Absent: that of the address which it came from. */
  path?: string;
  secure: boolean;
  sameSite?: 'strict' | 'lax' | 'none';
  partitioned: boolean;
  /** Seconds; it goes before `Expires`. */
  maxAgeSeconds?: number;
  /** Unix time in milliseconds. */
  expiresMs?: number;
}

/** Why a browser reads nothing in a header; `big`: all would be well if there were less of it. */
export interface Unreadable {
  unreadable: string;
  big: boolean;
}

// Anything up to the space but a tab, and DEL.
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/;

/** Reads one header by RFC 6265bis, 5.6. */
export function parseSetCookie(line: string): SetCookie | Unreadable {
  if (CONTROL.test(line)) return { unreadable: 'it has a control character', big: false };
  const [pair = '', ...attributes] = line.split(';');
  const at = pair.indexOf('=');
  const name = at === -1 ? '' : trimmed(pair.slice(0, at));
  const value = trimmed(pair.slice(at + 1));
  if (name === '' && value === '') return { unreadable: 'it has neither a name nor a value', big: false };
  if (bytesOf(name) + bytesOf(value) > LIMIT_BYTES)
    return { unreadable: `its name and value are longer than ${LIMIT_BYTES} bytes`, big: true };
  const cookie: SetCookie = { name, value, secure: false, partitioned: false };
  for (const attribute of attributes) take(cookie, attribute);
  return cookie;
}

function take(cookie: SetCookie, attribute: string): void {
  const at = attribute.indexOf('=');
  const name = trimmed(at === -1 ? attribute : attribute.slice(0, at)).toLowerCase();
  const value = at === -1 ? '' : trimmed(attribute.slice(at + 1));
  if (bytesOf(value) > ATTRIBUTE_LIMIT_BYTES) return;
  if (name === 'secure') cookie.secure = true;
  else if (name === 'partitioned') cookie.partitioned = true;
  else if (name === 'path') setOrClear(cookie, 'path', value.startsWith('/') ? value : undefined);
  else if (name === 'domain')
    setOrClear(cookie, 'domain', value.replace(/^\./, '').toLowerCase() || undefined);
  else if (name === 'samesite') setOrClear(cookie, 'sameSite', sameSiteOf(value.toLowerCase()));
  else if (name === 'expires') {
    const date = dateOf(value);
    if (date !== undefined) cookie.expiresMs = date;
  } else if (name === 'max-age' && /^-?\d+$/.test(value)) cookie.maxAgeSeconds = Number(value);
}

/** Of an attribute that comes twice, the last one counts, also where it says nothing. */
function setOrClear<Key extends 'path' | 'domain' | 'sameSite'>(
  cookie: SetCookie,
  key: Key,
  value: SetCookie[Key] | undefined,
): void {
  if (value === undefined) delete cookie[key];
  else cookie[key] = value;
}

const sameSiteOf = (value: string): SetCookie['sameSite'] =>
  value === 'strict' || value === 'lax' || value === 'none' ? value : undefined;

/** Without blanks and tabs at its ends. */
const trimmed = (text: string) => text.replaceAll(/^[ \t]+|[ \t]+$/g, '');

/** In UTF-8. Cookies are plain ASCII, or nearly always. */
function bytesOf(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // Each half of a surrogate pair stands for two of its four bytes.
    if (code > 0x7f) bytes += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
  }
  return bytes;
}

/** When it ends, in Unix milliseconds, if it came now. Infinity: with the browser. */
export function endOf({ maxAgeSeconds, expiresMs }: SetCookie, nowMs: number): number {
  if (maxAgeSeconds === undefined) return expiresMs ?? Infinity;
  return maxAgeSeconds <= 0 ? -Infinity : nowMs + maxAgeSeconds * 1000;
}

/**
 * The headers that some clients, k6 among them, give as one text with commas between. A comma within a date is followed
 * by no name.
 */
export function splitHeaders(joined: string): string[] {
  return joined.split(/,\s*(?=[!#$%&'*+\-.^_`|~\w]+=)/);
}

const SHOWN_CHARACTERS = 6;

/** The header for people: with what tells the cookie from others, and not with what would open the session. */
export function shownHeader(line: string): string {
  const [pair = '', ...attributes] = line.split(';');
  const at = pair.indexOf('=') + 1;
  const value = pair.slice(at);
  const short = value.length > SHOWN_CHARACTERS ? `${value.slice(0, SHOWN_CHARACTERS)}...` : value;
  const shown = [pair.slice(0, at) + short, ...attributes].join(';');
  return shown.slice(0, 300).replaceAll(/[^\u0020-\u007e]/g, '?');
}
