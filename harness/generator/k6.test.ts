import assert from 'node:assert/strict';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadEndsMs } from '../../protocol/limits.ts';
import { temporaryFolder } from '../../test/holdfast.ts';
import { proofExperiments } from '../plan/prove.ts';
import type { Experiment } from '../model/plan.ts';
import { startReaper } from '../process/reaper.ts';
import { startGenerator } from './k6.ts';
import { limitOf } from './limit.ts';

const [experiment] = proofExperiments(['memory'], 1) as [Experiment];

/** Starts a program of one's own in the place of k6. */
async function start(script: string, limitMs?: number) {
  await using stack = new AsyncDisposableStack();
  const { path } = stack.use(await temporaryFolder());
  const program = join(path, 'k6');
  await writeFile(program, `#!/bin/sh\n${script}`);
  await chmod(program, 0o755);
  const lines: string[] = [];
  const generator = startGenerator({
    k6: { name: 'k6', path: program, version: '2.2.0', source: 'PATH', detail: '' },
    experiment,
    targets: ['http://127.0.0.1:1'],
    faultsOver: 'http://127.0.0.1:1',
    environment: {},
    logFolder: path,
    reaper: stack.use(startReaper()),
    onLine: (line) => lines.push(line),
    ...(limitMs === undefined ? {} : { limitMs }),
  });
  stack.use(generator);
  const owned = stack.move();
  return { generator, lines, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

test('a generator that never ends is killed, and its experiment is told why', async () => {
  await using started = await start('exec sleep 600', 300);
  assert.equal(await started.generator.finished, 'k6 had not ended after 0.3 s and was killed');
  await assert.rejects(started.generator.started, /had not ended/);
});

test('a generator is set up by the plan alone, whatever the user’s environment and settings say', async () => {
  Object.assign(process.env, {
    K6_DURATION: '1h',
    K6_VUS: '50',
    K6_PAUSED: 'true',
    RATE: '1',
    NODE_OPTIONS: '',
  });
  try {
    await using started = await start(`
      echo "{\\"environment\\": \\"$(env | grep -c '^K6_\\|^NODE_\\|^HOLDFAST_') $RATE\\"}" >&2
      for word; do echo "{\\"word\\": \\"$word\\"}" >&2; done`);
    assert.equal(await started.generator.finished, undefined);
    // K6_ADDRESS alone is the plan's.
    assert.equal(started.lines[0], `{"environment": "1 ${experiment.load.rate}"}`);
    assert.match(started.lines.join(), /"--config"},{"word": ".*scenarios\/k6\.json"/);
  } finally {
    for (const name of ['K6_DURATION', 'K6_VUS', 'K6_PAUSED', 'RATE', 'NODE_OPTIONS'])
      delete process.env[name];
  }
});

test('the limit is beyond what k6 gives its clients, and what it takes to start and to end', () => {
  const { load, subject } = experiment;
  assert.ok(limitOf(experiment) >= loadEndsMs({ ...load, ttlMs: subject.ttlMs }) + 2 * 60_000);
});
