import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { helpTexts } from './help.ts';

const FOLDER = new URL('../../bin/help/', import.meta.url);

test('what the launcher prints as help is what the commands say of themselves', () => {
  const texts = helpTexts();
  assert.deepEqual(
    readdirSync(fileURLToPath(FOLDER)).toSorted(),
    [...texts.keys()].map((name) => `${name}.txt`).toSorted(),
  );
  for (const [name, text] of texts) {
    const written = readFileSync(new URL(`${name}.txt`, FOLDER), 'utf8');
    assert.equal(written, text, `bin/help/${name}.txt is not current: npm run docs:help`);
    assert.doesNotMatch(text, /\[object/, `bin/help/${name}.txt shows a value that has no words`);
  }
});
