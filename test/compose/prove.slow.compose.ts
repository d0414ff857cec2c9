/** The main job on the stack. What it finds is what `test/prove.test.ts` asks of it on processes. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { FILES } from '../../harness/run/folder.ts';
import type { Results } from '../../harness/model/results.ts';
import { onlyRun, startHoldfast, temporaryFolder } from '../holdfast.ts';
import { compose } from './stack.ts';

const signal = AbortSignal.timeout(20 * 60_000);
const LIMIT_MS = 500_000;

/** What is up, with the age of nothing: the same before and after a run. */
const state = () => compose(['ps', '--all', '--format', '{{.Service}} {{.State}} {{.Health}}'], { signal });

test(
  'prove holds on containers what it holds on processes, and leaves the stack as it was',
  { timeout: LIMIT_MS },
  async () => {
    await using reports = await temporaryFolder();
    const before = await state();
    const { exitCode, stdout, stderr } = await startHoldfast(
      // Redis has its own test in platform.compose.ts, with more instances and faults.
      ['prove', '--stores', 'memory,mongo', '--platform', 'compose', '--reports', reports.path],
      { timeoutMs: LIMIT_MS },
    );
    assert.equal(exitCode, 0, stderr + stdout);
    const text = await readFile(join(await onlyRun(reports.path), FILES.results), 'utf8');
    const { claims } = JSON.parse(text) as Results;
    assert.deepEqual(
      claims.filter(({ verdict }) => verdict !== 'shown').map(({ id, store, reason }) => [id, store, reason]),
      [],
    );
    assert.equal(claims.length, 6);
    await compose(['up', '-d', '--wait'], { signal });
    assert.equal(await state(), before);
  },
);
