import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { resultsSchema, type ExperimentResult } from '../harness/report/results.ts';
import { holdfast, onlyRun, temporaryFolder } from './holdfast.ts';

const LOAD = ['--clients', '10', '--rate', '200', '--seed', 'workloads'];

async function run(
  flags: readonly string[],
): Promise<{ code: number | undefined; result: ExperimentResult }> {
  await using folder = await temporaryFolder();
  const { code, stderr } = await holdfast(['run', ...LOAD, ...flags, '--reports', folder.path]);
  const results = await readFile(join(await onlyRun(folder.path), 'results.json'), 'utf8');
  const [result] = resultsSchema.parse(JSON.parse(results)).experiments;
  assert.ok(result, stderr);
  return { code, result };
}

const found = ({ anomalyCounts }: ExperimentResult) =>
  Object.entries(anomalyCounts).flatMap(([kind, count]) => (count > 0 ? [kind] : []));

const moduleOf = async (source: string) => {
  const folder = await temporaryFolder();
  const file = join(folder.path, 'mine.ts');
  await writeFile(file, source);
  return Object.assign(folder, { file });
};

// They wait more than they work, and what they promise does not depend on who else is busy.
describe('workloads on MemoryStore', { concurrency: 2 }, () => {
  for (const [workload, ...flags] of [
    ['counter'],
    ['login'],
    ['payload'],
    ['expiry'],
    ['expiry', '--rolling'],
  ] as const) {
    test(`${[workload, ...flags].join(' ')} finds nothing, and every checker that it is for had something to test`, async () => {
      const duration = workload === 'expiry' ? '800ms' : '1500ms';
      const { code, result } = await run([
        '--store',
        'memory',
        '--workload',
        workload,
        '--duration',
        duration,
        ...flags,
      ]);
      assert.deepEqual(found(result), []);
      assert.equal(result.verdict, 'pass', JSON.stringify(result.checkers));
      assert.equal(code, 0);
    });
  }

  test('tabs loses updates that overlap, and nothing else', async () => {
    const { code, result } = await run(['--store', 'memory', '--workload', 'tabs', '--duration', '1500ms']);
    assert.deepEqual(found(result), ['lost-update']);
    assert.equal(code, 1);
  });
});

describe("a store of one's own", { concurrency: 2 }, () => {
  test('is run by its file, and goes by its name', async () => {
    await using mine = await moduleOf('export default ({ session }: any) => new session.MemoryStore();');
    const { code, result } = await run(['--store-module', mine.file, '--duration', '1s']);
    assert.equal(code, 0);
    assert.equal(result.id, 'mine.ts/register');
    assert.deepEqual(result.promises, []);
  });

  test('that lacks methods makes the verdict unknown, with the reason', async () => {
    await using mine = await moduleOf('export default ({ session }: any) => new session.Store();');
    const { code, result } = await run(['--store-module', mine.file, '--duration', '1s']);
    assert.equal(code, 2);
    assert.match(result.problems.join(), /mine\.ts returned a store without get, set, destroy/);
  });

  test('that is not there is a usage error, and so is no store at all', async () => {
    const missing = await holdfast(['run', '--store-module', 'nowhere.ts']);
    assert.equal(missing.code, 64);
    assert.match(missing.stderr, /store module nowhere\.ts is not a file/);
    const none = await holdfast(['run']);
    assert.equal(none.code, 64);
    assert.match(none.stderr, /no store was given\n\s+Try: --store memory.* or --store-module <file>/);
  });
});
