/** The examples among the reports are what they say: real runs that can be decided on again. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { decideAb } from '../harness/gate/decide-ab.ts';
import { decide } from '../harness/gate/decide.ts';
import { POLICIES } from '../harness/gate/policy.ts';
import { loadResults } from '../harness/report/load.ts';
import { loadAb } from '../harness/run/ab-folder.ts';
import { ROOT } from './docs-blocks.ts';

const FOLDER = join(ROOT, 'reports/examples/ab-redis-with-itself');

test('the comparison of Redis with itself is decided as it was, and fails nothing', async () => {
  const ab = await loadAb(FOLDER);
  assert.deepEqual([ab.baseline.length, ab.candidate.length], [20, 20]);
  const { verdict, checks } = decideAb(ab, POLICIES['as-promised'], 'as-promised');
  assert.equal(verdict, 'unknown');
  assert.ok(checks.every((check) => check.verdict !== 'fail'));
  assert.match(await readFile(join(FOLDER, 'gate.md'), 'utf8'), /^## Holdfast gate: .*unknown/);
});

test('the comparison of two stores is decided as it was', async () => {
  const { results } = await loadResults(join(ROOT, 'reports/examples/compare-memory-redis'));
  assert.equal(decide(results, POLICIES['as-promised'], 'as-promised').verdict, 'pass');
});
