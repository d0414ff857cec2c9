import { Transform } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { digestOf } from './digest.ts';

/** Shorter ones would be found in half of all words. */
const LEAST_LENGTH = 6;

/** Puts the digest of each secret in its place, wherever it stands in a text. */
export type Hide = (text: string) => string;

export function hiding(secrets: readonly string[]): Hide {
  const wanted = searched(secrets);
  return (text) => wanted.reduce((shown, secret) => shown.replaceAll(secret, () => digestOf(secret)), text);
}

/** The same for a stream, in which a secret may come in two pieces. What cannot be the begin of one passes at once. */
export function hidingStream(secrets: readonly string[]): Transform {
  const hide = hiding(secrets);
  const wanted = searched(secrets);
  const decoder = new StringDecoder('utf8');
  let held = '';
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      const text = hide(held + decoder.write(piece));
      const count = Math.max(0, ...wanted.map((secret) => begunIn(text, secret)));
      held = text.slice(text.length - count);
      done(null, text.slice(0, text.length - count));
    },
    flush(done) {
      done(null, held + decoder.end());
    },
  });
}

/** The longest first: one may be part of another. */
const searched = (secrets: readonly string[]) =>
  [...new Set(secrets)]
    .filter((secret) => secret.length >= LEAST_LENGTH)
    .toSorted((one, other) => other.length - one.length);

/** How many characters at the end of a text are the begin of a secret. */
function begunIn(text: string, secret: string): number {
  for (let count = Math.min(text.length, secret.length - 1); count > 0; count--) {
    if (text.endsWith(secret.slice(0, count))) return count;
  }
  return 0;
}
