import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { printable, printableColoured, printableJson, printableLines } from './printable.ts';

const ACTING = [
  '\u0000',
  '\u001b',
  '\u009b',
  '\r',
  '\u202e',
  '\u2066',
  '\u200b',
  '\ufeff',
  '\u2028',
  '\u{e0041}',
];

test('what moves the cursor or turns text round is seen, and does nothing', () => {
  for (const character of ACTING) {
    assert.equal(printable(`a${character}b`), 'a\ufffdb');
    assert.equal(printableLines(`a${character}b\nc`), 'a\ufffdb\nc');
    assert.equal(printableColoured(`a${character}b\nc`), 'a\ufffdb\nc');
  }
  assert.equal(printable('a\nb'), 'a\ufffdb');
  assert.equal(printable('naïve 세션 👩‍💻'), 'naïve 세션 👩‍💻');
});

test('under a whole output colours stay, and no other sequence does', () => {
  assert.equal(printableColoured('\u001b[31mred\u001b[39m'), '\u001b[31mred\u001b[39m');
  assert.equal(printableColoured('\u001b[2J'), '\ufffd[2J');
});

test('JSON without acting characters means what it meant', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(...ACTING), (value, character) => {
      const whole = { [`k${character}`]: [value, character] };
      const text = printableJson(whole);
      assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(whole)));
      assert.equal(printableLines(text.toWellFormed()), text.toWellFormed());
    }),
  );
});
