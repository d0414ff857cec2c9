import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { holdfast, onlyRun, temporaryFolder } from './holdfast.ts';

const dueSchema = z.object({ due: z.number() });

test('clients keep to a spike: as many operations are due in each second as it says', async () => {
  await using folder = await temporaryFolder();
  const shape = ['--profile', 'spike:20..100@1s+1s', '--duration', '3s', '--clients', '5'];
  const { code, stderr } = await holdfast(['run', '--store', 'memory', ...shape, '--reports', folder.path]);
  assert.equal(code, 0, stderr);
  const ran = await onlyRun(folder.path);
  const dueIn = [0, 0, 0];
  for (const line of (await readFile(join(ran, 'history.ndjson'), 'utf8')).split('\n').filter(Boolean)) {
    const dueMs = dueSchema.safeParse(JSON.parse(line)).data?.due ?? Infinity;
    const at = Math.floor(dueMs / 1000);
    if (at in dueIn) dueIn[at] = (dueIn[at] ?? 0) + 1;
  }
  assert.deepEqual(dueIn, [20, 100, 20]);
  assert.match(await readFile(join(ran, 'plan.json'), 'utf8'), /--profile spike:20\.\.100@1s\+1s/);
});

test('a rate and a profile are not asked for together', async () => {
  const { code, stderr } = await holdfast([
    'run',
    '--store',
    'memory',
    '--rate',
    '5',
    '--profile',
    'ramp:1..9',
  ]);
  assert.equal(code, 64);
  assert.match(stderr, /--profile/);
});
