import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { MUTANTS } from './mutants.ts';

test('each mutant is one change of what the sources have just once', async () => {
  for (const { file, from, to } of MUTANTS) {
    const source = await readFile(resolve(import.meta.dirname, '..', file), 'utf8');
    assert.equal(source.split(from).length - 1, 1, `${file}: ${from}`);
    assert.notEqual(from, to);
  }
});
