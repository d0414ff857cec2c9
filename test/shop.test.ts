import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { found } from './experiment.ts';
import { holdfast, nothingLeft, onlyRun, temporaryFolder } from './holdfast.ts';
import { resultsSchema } from '../harness/model/results.ts';

const SHOP = fileURLToPath(new URL('apps/shop', import.meta.url));

test('a sound shop passes by its own pages, and its plan has no passwords', async () => {
  await using folder = await temporaryFolder();
  const command = ['--command', 'npm start', '--in', SHOP, '--scenario', join(SHOP, 'pages.yaml')];
  const load = ['--duration', '4s', '--seed', 'shop', '--reports', folder.path];
  const { code, stderr } = await holdfast(['run', ...command, ...load]);
  const ran = await onlyRun(folder.path);
  const [result] = resultsSchema.parse(
    JSON.parse(await readFile(join(ran, 'results.json'), 'utf8')),
  ).experiments;
  assert.ok(result, stderr);
  assert.deepEqual(found(result), []);
  assert.equal(code, 0, JSON.stringify(result.problems));
  for (const kind of ['lost-session', 'lost-write', 'resurrection', 'cross-session-read', 'fixation'])
    assert.ok((result.checkers.find(({ checker }) => checker === kind)?.tested ?? 0) > 0, kind);
  assert.doesNotMatch(await readFile(join(ran, 'plan.json'), 'utf8'), /secret of user/);
  await nothingLeft();
});
