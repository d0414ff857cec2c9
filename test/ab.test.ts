/** Two subjects in turn, as a user would: real runs, short ones, and the same decision again from their files. */
import assert from 'node:assert/strict';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { holdfast, onlyRun, temporaryFolder } from './holdfast.ts';

test('a round of either side is a run of its own, and the gate decides on what is there', async () => {
  await using reports = await temporaryFolder();
  const short = ['--rounds', '1', '--duration', '1s', '--clients', '4', '--rate', '40'];
  const { code, stdout, stderr } = await holdfast([
    'ab',
    'memory',
    'memory --resave',
    ...short,
    '--json',
    '--reports',
    reports.path,
  ]);
  assert.equal(code, 2, stderr);
  const folder = await onlyRun(reports.path);
  const there = await readdir(folder);
  for (const file of ['1-baseline', '1-candidate', 'ab.json', 'gate.md', 'junit.xml'])
    assert.ok(there.includes(file), file);
  const again = await holdfast(['gate', folder, '--json']);
  assert.equal(again.stdout, stdout);
  await rm(join(folder, '1-candidate', 'results.json'));
  assert.match((await holdfast(['gate', folder])).stdout, /1 of 2 runs that were planned are there/);
});
