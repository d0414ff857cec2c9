import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../test/holdfast.ts';
import { allShown } from '../report/testing/runs.ts';
import { loadClaimRuns } from './claim-runs.ts';

test('runs that put claims to the test are read in the order in which they are named', async () => {
  await using folder = await temporaryFolder();
  const paths = ['b', 'a'].map((name) => join(folder.path, name));
  for (const path of paths)
    await writeFile(path, JSON.stringify({ ...allShown(), run: { ...allShown().run, name: path } }));
  const runs = await loadClaimRuns(paths);
  assert.deepEqual(
    runs.map(({ run }) => run.name),
    paths,
  );
});

test('a run that put no claim to the test is refused by name, with what makes one', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'results.json');
  await writeFile(path, JSON.stringify({ ...allShown(), claims: [] }));
  await assert.rejects(loadClaimRuns([path]), {
    message: `the run at ${path} put no claim to the test`,
    next: 'holdfast claims --quick',
  });
});
