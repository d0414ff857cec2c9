import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
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
