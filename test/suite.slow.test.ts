import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { resultsSchema } from '../harness/model/results.ts';
import { holdfast, onlyRun, temporaryFolder } from './holdfast.ts';

const planted = (name: string) => fileURLToPath(new URL(`planted/stores/${name}.ts`, import.meta.url));

async function suite(flags: readonly string[]) {
  await using folder = await temporaryFolder();
  const { code, stderr } = await holdfast(['suite', ...flags, '--quick', '--reports', folder.path]);
  const ran = await onlyRun(folder.path);
  const results = resultsSchema.parse(JSON.parse(await readFile(join(ran, 'results.json'), 'utf8')));
  return { code, stderr, results, badge: await readFile(join(ran, 'badge.md'), 'utf8') };
}

/** Each is found by another workload, setting or fault than `run` alone has. */
const DEFECTS = {
  'keeps-old-session': 'resurrection',
  'ignores-ttl': 'late-expiry',
  'drops-nulls': 'lost-write',
  // Whether a session was made within the last half second is chance; that one was written is not.
  'forgets-buffer-at-exit': 'lost-write',
} as const;

for (const [name, kind] of Object.entries(DEFECTS))
  test(`a quick suite finds what is wrong with ${name}`, async () => {
    const { code, results, badge, stderr } = await suite(['--subject', planted(name)]);
    assert.equal(code, 1, stderr);
    assert.ok(
      results.experiments.some(({ anomalyCounts }) => (anomalyCounts[kind] ?? 0) > 0),
      JSON.stringify(results.experiments.map(({ id, anomalyCounts }) => [id, anomalyCounts])),
    );
    assert.match(badge, /-red\)/);
  });

test('a quick suite finds nothing wrong with Redis', async () => {
  const { results, stderr } = await suite(['--store', 'redis']);
  assert.notEqual(results.verdict, 'fail', stderr);
  assert.ok(results.experiments.length > 12);
});
