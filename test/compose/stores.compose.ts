/** Every store that the live stack has by a profile, in a run of the harness: what it promises holds on containers too. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Results } from '../../harness/report/results.ts';
import { FILES } from '../../harness/run-folder.ts';
import { onlyRun, startHoldfast, temporaryFolder } from '../holdfast.ts';

const LIMIT_MS = 200_000;
// What express-session acknowledges before its save has failed is lost by the middleware, not by the store.
const LOAD = '--workload register --duration 4s --rate 100 --save-mode awaited --platform compose'.split(' ');

/** What is restarted under each store, and whether the store then still has what it acknowledged. */
const CASES = {
  mysql: ['server-restart@2s', 'keeps'],
  'sequelize-mysql': ['server-restart@2s', 'keeps'],
  postgres: ['server-restart@2s', 'keeps'],
  'sequelize-postgres': ['server-restart@2s', 'keeps'],
  'node-redis': ['server-restart@2s', 'keeps'],
  memcached: ['server-restart@2s', 'loses'],
  file: ['app-restart@2s', 'keeps'],
  sqlite: ['app-restart@2s', 'keeps'],
  sequelize: ['app-restart@2s', 'keeps'],
  cookie: ['app-restart@2s', 'keeps'],
  memorystore: ['app-restart@2s', 'loses'],
} as const;

for (const [store, [fault, outcome]] of Object.entries(CASES)) {
  test(`${store} ${outcome} its sessions over a ${fault}`, { timeout: LIMIT_MS }, async () => {
    await using reports = await temporaryFolder();
    const { exitCode, stdout, stderr } = await startHoldfast(
      ['run', '--store', store, ...LOAD, '--faults', fault, '--reports', reports.path],
      { timeoutMs: LIMIT_MS },
    );
    const text = await readFile(join(await onlyRun(reports.path), FILES.results), 'utf8');
    const [experiment] = (JSON.parse(text) as Results).experiments;
    assert.deepEqual(experiment?.problems, [], stderr + stdout);
    assert.deepEqual(
      experiment.faults.map(({ tookEffect }) => tookEffect),
      [true],
    );
    assert.equal(exitCode, outcome === 'keeps' ? 0 : 1, stderr + stdout);
    assert.equal(experiment.counts.sessionsLost > 0, outcome === 'loses');
    assert.ok(experiment.counts.writesAcknowledged > 50, `${experiment.counts.writesAcknowledged} writes`);
  });
}
