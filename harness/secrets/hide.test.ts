import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import fc from 'fast-check';
import { digestOf } from './digest.ts';
import { hiding, hidingStream } from './hide.ts';

const SECRETS = ['open sesame', 'sesame street', 'ä-very-ünusual-ö'];

test('a digest is the same for the same secret, and does not show it', () => {
  assert.equal(digestOf('open sesame'), digestOf('open sesame'));
  assert.notEqual(digestOf('open sesame'), digestOf('open sesamo'));
  assert.match(digestOf('open sesame'), /^scrypt:[\w-]{16}$/);
});

test('a secret that is part of another one does not leave the rest of it', () => {
  const hide = hiding(['secret', 'secret-and-more']);
  assert.equal(hide('it is secret-and-more.'), `it is ${digestOf('secret-and-more')}.`);
});

test('however a stream is cut, it says what hiding all of it at once says', async () => {
  const word = fc.constantFrom(...SECRETS, 'open', ' ses', 'ame ', 'sesame', '\n', 'plain words');
  await fc.assert(
    fc.asyncProperty(
      fc.array(word, { maxLength: 12 }),
      fc.integer({ min: 1, max: 9 }),
      async (words, size) => {
        const bytes = Buffer.from(words.join(''));
        const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
          bytes.subarray(at * size, (at + 1) * size),
        );
        const shown = await text(Readable.from(pieces).pipe(hidingStream(SECRETS)));
        for (const secret of SECRETS) assert.ok(!shown.includes(secret));
        const digests = SECRETS.map(digestOf);
        const without = (whole: string) =>
          digests.reduce((left, digest) => left.replaceAll(digest, '#'), whole);
        assert.equal(
          without(shown).replaceAll('#', ''),
          without(hiding(SECRETS)(words.join(''))).replaceAll('#', ''),
        );
      },
    ),
    { numRuns: 200 },
  );
});

test('what cannot be the begin of a secret is not held back', async () => {
  const stream = hidingStream(SECRETS);
  stream.write('ready, and open');
  const first = (await stream[Symbol.asyncIterator]().next()).value as Buffer;
  assert.equal(first.toString(), 'ready, and ');
});
