import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { resultsSchema } from '../harness/model/results.ts';
import { holdfast, nothingLeft, onlyRun, temporaryFolder } from './holdfast.ts';

test('a refuted claim is a finding: what a cookie and a store hold can be read, exit 0, and the gate says no', async () => {
  await using folder = await temporaryFolder();
  const { code, stdout, stderr } = await holdfast([
    'claims',
    'C18',
    'c24',
    '--stores',
    'cookie,file',
    '--quick',
    '--reports',
    folder.path,
  ]);
  assert.equal(code, 0, stdout + stderr);
  const run = await onlyRun(folder.path);
  const results = resultsSchema.parse(JSON.parse(await readFile(join(run, 'results.json'), 'utf8')));
  assert.deepEqual(
    results.claims.map(({ id, verdict, experiments }) => [id, verdict, experiments]),
    [
      ['C18', 'refuted', ['cookie/tamper']],
      ['C18', 'refuted', ['file/tamper', 'file/page']],
      ['C24', 'shown', ['cookie/page']],
      ['C24', 'shown', ['file/page']],
    ],
  );
  assert.match(stdout, /2 claims on 2 stores: 2 shown and 2 refuted/);
  assert.match(await readFile(join(run, 'report.html'), 'utf8'), /could be read without the key/);
  assert.equal((await holdfast(['gate', run])).code, 1);
  await nothingLeft();
});

test('a claim that is not known, and a platform that cannot be set up for it, are refused before anything starts', async () => {
  for (const [args, message] of [
    [['C99'], /no claim is called "C99"/],
    [['C16', '--stores', 'redis'], /none of C16 is about redis[\s\S]*--stores cookie/],
    [['C16', '--platform', 'compose'], /leave out --platform compose/],
  ] as const) {
    const { code, stderr, stdout } = await holdfast(['claims', ...args]);
    assert.equal(code, 64, stderr);
    assert.match(stderr, message);
    assert.equal(stdout, '');
  }
});
