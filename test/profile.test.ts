import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { holdfast, onlyRun, startHoldfast, temporaryFolder } from './holdfast.ts';

const dueSchema = z.object({ due: z.number() });

test('clients keep to a spike, and whoever watches sees it while it goes on and the report at the end', async () => {
  await using folder = await temporaryFolder();
  const shape = ['--profile', 'spike:20..100@1s+1s', '--duration', '3s', '--clients', '5'];
  const running = startHoldfast(['run', '--store', 'memory', ...shape, '--ui', '--reports', folder.path]);
  const told = Promise.withResolvers<string>();
  let said = '';
  running.stderr.on('data', (data: Buffer) => {
    said += data.toString();
    const [, address] = /watch it at (\S+)\s/.exec(said) ?? [];
    if (address !== undefined) told.resolve(address);
  });
  void running.then(() => told.reject(new Error(`it said no address: ${said}`)));
  const address = await told.promise;
  const seen = await (await fetch(`${address}events`)).text();
  const report = await (await fetch(`${address}report`)).text();
  const { exitCode, stderr } = await running;
  assert.equal(exitCode, 0, stderr);
  const shown = seen.split('\n').filter((line) => line.startsWith('data: "<p'));
  assert.ok(
    shown.some((line) => /running: \d.*<dd>100 % of \d/.test(line) && line.includes('<svg')),
    seen,
  );
  assert.match(seen, /event: over\ndata: "report"/);
  assert.match(report, /MemoryStore kept all/);
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
