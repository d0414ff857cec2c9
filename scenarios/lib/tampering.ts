/** What people do to signed cookies that are not theirs. */
import crypto from 'k6/crypto';
import encoding from 'k6/encoding';
import { BALANCER_COOKIE } from '../../protocol/routes.ts';
import { pairsIn } from './cookie-header.ts';
import { Cookies } from './cookies.ts';
import { signedId, unescaped, type SignedId } from './signed-id.ts';

/** A signed cookie, taken apart. `id` is what is signed: an id, or the data itself where the cookie carries it. */
interface Signed {
  id: string;
  signature: string;
  /** What the signature would be if this were the secret. */
  signedWith(secret: string): string;
  /** The cookies that a client shows who has this id and this signature; without a signature, those of a plain one. */
  shown(id: string, signature?: string): Cookies;
  /** The same in other words: what an app would take for changed data, or for another id. */
  edited(): string;
}

/** Of the examples in express-session's readme, and so of many an app. */
const SECRET_OF_EXAMPLES = 'keyboard cat';

/** Each makes something of the victim's cookies, and of valid ones of its own, that no app may take. */
export const TAMPERINGS: readonly (readonly [how: string, (victim: Signed, own: Signed) => Cookies])[] = [
  ['edited', (victim) => victim.shown(victim.edited(), victim.signature)],
  ['unsigned', (victim) => victim.shown(victim.id)],
  ['signed-with-nothing', (victim) => victim.shown(victim.id, '')],
  ['signature-altered', (victim) => victim.shown(victim.id, altered(victim.signature))],
  ['truncated', (victim) => victim.shown(victim.id, victim.signature.slice(0, victim.signature.length / 2))],
  ['forged', (victim) => victim.shown(victim.id, victim.signedWith(SECRET_OF_EXAMPLES))],
  ['swapped', (victim, own) => victim.shown(victim.id, own.signature)],
];

/**
 * An id with its signature in one cookie, as express-session and @fastify/session have it, or in two, as cookie-session
 * and koa-session do. Any other is a seal, and its second half stands for the signature: without that, or with another's,
 * it opens nothing. Undefined without cookies.
 */
export function signedIn(cookies: Cookies): Signed | undefined {
  const pairs = pairsIn(cookies.header(Date.now())).filter(([name]) => name !== BALANCER_COOKIE);
  for (const [name, value] of pairs) {
    const signature = pairs.find(([other]) => other === `${name}.sig`)?.[1];
    if (signature !== undefined) return inTwo(name, value, signature);
  }
  for (const [name, value] of pairs) {
    const found = signedId(unescaped(value));
    if (found) return inOne(name, found);
  }
  const [seal] = pairs;
  return seal && sealed(...seal);
}

const inOne = (name: string, { before, id, signature }: SignedId): Signed => ({
  id,
  signature,
  signedWith: (secret) => crypto.hmac('sha256', secret, id, 'base64').replace(/=+$/, ''),
  shown(shownId, shownSignature) {
    const value = shownSignature === undefined ? shownId : `${before}${shownId}.${shownSignature}`;
    return Cookies.madeUp([[name, encodeURIComponent(value)]]);
  },
  edited: () => altered(id),
});

const inTwo = (name: string, id: string, signature: string): Signed => ({
  id,
  signature,
  signedWith: (secret) => crypto.hmac('sha1', secret, `${name}=${id}`, 'base64rawurl'),
  shown: (shownId, shownSignature) =>
    Cookies.madeUp([
      [name, shownId],
      ...(shownSignature === undefined ? [] : [[`${name}.sig`, shownSignature] as const]),
    ]),
  edited() {
    const data = dataIn(id);
    return data === undefined
      ? altered(id)
      : encoding.b64encode(JSON.stringify({ ...data, edited: true }), 'std');
  },
});

/** The data that a cookie carries, undefined where it is an id. */
function dataIn(id: string): object | undefined {
  try {
    const data: unknown = JSON.parse(encoding.b64decode(id, 'std', 's'));
    return typeof data === 'object' && data !== null ? data : undefined;
  } catch {
    return undefined;
  }
}

function sealed(name: string, value: string): Signed {
  const text = unescaped(value);
  const half = Math.floor(text.length / 2);
  const [id, signature] = [text.slice(0, half), text.slice(half)];
  return {
    id,
    signature,
    signedWith: (secret) => crypto.hmac('sha256', secret, id, 'base64rawurl'),
    shown: (shownId, shownSignature = '') =>
      Cookies.madeUp([[name, encodeURIComponent(shownId + shownSignature)]]),
    edited: () => altered(id),
  };
}

/** Whether somebody who has the cookies, and no key, can read the text in them. */
export function isReadableIn(cookies: Cookies, text: string): boolean {
  const values = pairsIn(cookies.header(Date.now())).map(([, value]) => unescaped(value));
  return values.flatMap((value) => [value, ...value.split('.').map(decoded)]).some((it) => it.includes(text));
}

function decoded(base64: string): string {
  try {
    const plain = base64.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
    return encoding.b64decode(plain, 'rawstd', 's');
  } catch {
    return '';
  }
}

/** With another first character. */
const altered = (text: string) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);
