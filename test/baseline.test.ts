/**
 * CI's own gate: a real run against the baseline that is committed. The machine, its load and Node may be others than the
 * baseline's, so nothing that goes by the clock can be decided, and none of it may fail; what clients saw can, and does.
 */
import assert from 'node:assert/strict';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Decision } from '../harness/gate/decision.ts';
import type { Results } from '../harness/model/results.ts';
import { holdfast, onlyRun, temporaryFolder } from './holdfast.ts';

const BASELINE = fileURLToPath(new URL('../reports/baselines/redis-restart', import.meta.url));

/** As reports/README.md says that the baseline was made. */
const RUN = 'run --store redis --rate 40 --clients 4 --duration 3s --faults app-restart@1s'.split(' ');

async function decisionOn(folder: string): Promise<{ code: number | undefined; decision: Decision }> {
  const words = ['gate', folder, '--against', BASELINE, '--policy', 'as-promised', '--json'];
  const { code, stdout, stderr } = await holdfast(words);
  assert.ok(code === 0 || code === 1 || code === 2, stderr);
  return { code, decision: JSON.parse(stdout) as Decision };
}

test('a run is not worse than the committed baseline, and fails where it shows what that has not', async () => {
  await using reports = await temporaryFolder();
  const { stderr } = await holdfast([...RUN, '--reports', reports.path]);
  const folder = await onlyRun(reports.path);
  const { decision } = await decisionOn(folder);
  const failed = decision.checks.filter(({ verdict }) => verdict === 'fail');
  assert.deepEqual(failed, [], stderr);
  const compared = decision.checks.flatMap(({ delta }) => (delta === undefined ? [] : [delta]));
  const clocks = compared.filter(({ figure }) => /^p\d|throughput|-ms/.test(figure));
  assert.ok(clocks.length > 0);
  assert.ok(
    clocks.every(({ is }) => is === 'cannot tell'),
    'one round a side decides nothing by the clock',
  );

  const worse = join(reports.path, 'worse');
  await cp(folder, worse, { recursive: true });
  const file = join(worse, 'results.json');
  const results = JSON.parse(await readFile(file, 'utf8')) as Results;
  for (const experiment of results.experiments) {
    experiment.anomalyCounts['lost-write'] = 20;
    for (const checker of experiment.checkers)
      if (checker.checker === 'lost-write') Object.assign(checker, { verdict: 'fail', count: 20 });
    Object.assign(experiment, { verdict: 'fail', problems: [] });
    experiment.generator.verdict = 'pass';
  }
  await writeFile(file, JSON.stringify(results));
  const { code, decision: other } = await decisionOn(worse);
  assert.equal(code, 1);
  assert.ok(other.checks.some(({ verdict, id }) => verdict === 'fail' && id.endsWith('/lost-write')));
});
