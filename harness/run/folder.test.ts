import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { EXIT, HoldfastError } from '../errors.ts';
import { discardJudgements } from './folder.ts';

test('of what a run left, only what was recorded outlives a new judgement', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-folder-'));
  try {
    const recorded = ['history.ndjson', 'plan.json', 'report.png'];
    for (const file of [...recorded, 'results.json', 'report.html', 'report.md', 'gate.md', 'junit.xml'])
      await writeFile(join(folder, file), '');
    await discardJudgements(folder);
    await discardJudgements(folder);
    assert.deepEqual((await readdir(folder)).toSorted(), recorded);
  } finally {
    await rm(folder, { recursive: true });
  }
});

for (const name of ['results.json', 'report.html', 'junit.xml']) {
  test(`a folder in the place of ${name} stays, and is said to be in the way`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'holdfast-folder-'));
    try {
      await mkdir(join(folder, name));
      const error = await discardJudgements(folder).catch((reason: unknown) => reason);
      assert.ok(error instanceof HoldfastError);
      assert.equal(error.exitCode, EXIT.unavailable);
      assert.match(error.message, /could not be removed/);
      assert.deepEqual(await readdir(folder), [name]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
}
