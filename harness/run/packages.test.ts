import assert from 'node:assert/strict';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { rememberPackages } from './packages.ts';

test('packages that are installed anew are others, though each byte is the same; missing ones are too', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-packages-'));
  try {
    const file = join(folder, 'index.js');
    await writeFile(file, 'one');
    const areSame = rememberPackages(pathToFileURL(file).href);
    assert.ok(areSame());
    await readFile(file);
    assert.ok(areSame());
    await rename(file, join(folder, 'old.js'));
    assert.ok(!areSame());
    await writeFile(file, 'one');
    assert.ok(!areSame());
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('those of this Holdfast are remembered', () => assert.ok(rememberPackages()()));
