/**
 * The harness on the stack: the same plans, faults and verdicts as on processes, in Prometheus what it did, and what it
 * has no use for left alone.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { FILES } from '../../harness/run/folder.ts';
import type { Results } from '../../harness/model/results.ts';
import { onlyRun, startHoldfast, temporaryFolder } from '../holdfast.ts';
import { compose, urlOf } from './stack.ts';

const signal = AbortSignal.timeout(20 * 60_000);
const LIMIT_MS = 500_000;

/** The containers of apps that a run on Redis has no use for. */
const others = () =>
  compose(['ps', '--quiet', '--no-trunc', 'app-memory-1', 'app-memory-2', 'app-mongo-1', 'app-mongo-2'], {
    signal,
  });

test(
  'Redis keeps what it acknowledged while it is paused, cut off and restarted; each fault is in Prometheus',
  { timeout: LIMIT_MS },
  async () => {
    await using reports = await temporaryFolder();
    const before = await others();
    const faults = 'server-pause@2s+1s,wire-down:app-1@5s+1s,server-restart@8s,app-pause:app-2@12s+1s';
    const load = ['--workload', 'register', '--instances', '2', '--duration', '15s', '--rate', '100'];
    const { exitCode, stdout, stderr } = await startHoldfast(
      [
        'run',
        '--store',
        'redis',
        ...load,
        '--faults',
        faults,
        '--platform',
        'compose',
        '--reports',
        reports.path,
      ],
      { timeoutMs: LIMIT_MS },
    );
    assert.equal(exitCode, 0, stderr + stdout);
    assert.equal(await others(), before);
    const text = await readFile(join(await onlyRun(reports.path), FILES.results), 'utf8');
    const { run, experiments } = JSON.parse(text) as Results;
    const [experiment] = experiments;
    assert.ok(experiment);
    assert.equal(experiment.counts.writesLost, 0);
    assert.ok(experiment.counts.writesAcknowledged > 100);
    assert.deepEqual(
      experiment.faults.map(({ kind, tookEffect, healedMs }) => [kind, tookEffect, healedMs !== undefined]),
      ['server-pause', 'wire-down', 'server-restart', 'app-pause'].map((kind) => [kind, true, true]),
    );
    const query = encodeURIComponent(
      `max by (fault) (max_over_time(holdfast_fault_active{run="${run.name}"}[5m]))`,
    );
    const answer = await fetch(`${urlOf('PROMETHEUS', 9090)}/api/v1/query?query=${query}`, { signal });
    const { data } = (await answer.json()) as {
      data: { result: { metric: { fault: string }; value: [number, string] }[] };
    };
    assert.deepEqual(data.result.map(({ metric, value }) => `${metric.fault} ${value[1]}`).toSorted(), [
      'app-pause 1',
      'server-pause 1',
      'server-restart 1',
      'wire-down 1',
    ]);
  },
);
