import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { resultsSchema } from '../harness/model/results.ts';
import { holdfast, nothingLeft, onlyRun, startHoldfast, temporaryFolder, untilPrints } from './holdfast.ts';

describe('holdfast compare', () => {
  test('puts two stores side by side, and all of it again from the files alone', async () => {
    await using folder = await temporaryFolder();
    const chosen = ['--stores', 'memory,redis', '--workloads', 'browse,tabs', '--rounds', '2'];
    const { code, stdout, stderr } = await holdfast([
      'compare',
      '--quick',
      ...chosen,
      '--reports',
      folder.path,
    ]);
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /MemoryStore[^]*Redis/);
    assert.match(stdout, /lost-update: MemoryStore \d+, Redis \d+/);
    assert.match(stderr, /1 of 2 · (memory|redis) · starting · about \d+ s left/);

    const run = await onlyRun(folder.path);
    const results = resultsSchema.parse(JSON.parse(await readFile(join(run, 'results.json'), 'utf8')));
    const turns = Map.groupBy(results.experiments, ({ id }) => id.slice(id.indexOf('/') + 1));
    assert.deepEqual([...turns.keys()], ['browse-1', 'tabs', 'browse-2']);
    for (const members of turns.values())
      assert.deepEqual(new Set(members.map(({ store }) => store)), new Set(['memory', 'redis']));
    assert.match(await readFile(join(run, 'compare.html'), 'utf8'), /Anomalies by experiment/);
    assert.match(await readFile(join(run, 'report.html'), 'utf8'), /id="experiment-5"/);

    const again = await holdfast(['compare', '--from', run]);
    assert.equal(again.code, 0);
    assert.equal(again.stdout, stdout);
    const asJson = await holdfast(['compare', '--from', run, '--json']);
    const { stores } = JSON.parse(asJson.stdout) as { stores: { store: string; cells: object }[] };
    assert.deepEqual(
      stores.map(({ store, cells }) => [store, Object.keys(cells)]),
      [
        ['memory', ['browse', 'tabs']],
        ['redis', ['browse', 'tabs']],
      ],
    );
    await nothingLeft();
  });

  test('interrupted, it keeps what was recorded, and that can be compared', async () => {
    await using folder = await temporaryFolder();
    const chosen = ['--stores', 'memory', '--workloads', 'browse', '--reports', folder.path];
    const running = startHoldfast(['compare', '--quick', ...chosen]);
    await untilPrints(running, /✔ browse-1/);
    running.kill('SIGINT');
    const { exitCode, stderr } = await running;
    assert.equal(exitCode, 130, stderr);
    assert.match(stderr, /what was recorded is in/);
    const run = await onlyRun(folder.path);
    assert.equal((await holdfast(['check', run])).code, 2);
    const { code, stdout } = await holdfast(['compare', '--from', run]);
    assert.equal(code, 2);
    assert.match(stdout, /MemoryStore/);
    assert.match(stdout, /! not in the history: memory\/browse-/);
    await nothingLeft();
  });

  test('an unknown store or workload is a usage error with the nearest name; so is a run that is not there', async () => {
    const store = await holdfast(['compare', '--stores', 'memory,reddis']);
    assert.equal(store.code, 64);
    assert.match(store.stderr, /no store is called "reddis"\. Did you mean "redis"\?/);
    const workload = await holdfast(['compare', '--workloads', 'browze']);
    assert.equal(workload.code, 64);
    assert.match(workload.stderr, /no workload is called "browze"\. Did you mean "browse"\?/);
    const rounds = await holdfast(['compare', '--rounds', '0']);
    assert.equal(rounds.code, 64);
    const run = await holdfast(['compare', '--from', 'nowhere']);
    assert.equal(run.code, 64);
    assert.match(run.stderr, /there is no run at nowhere/);
  });
});
