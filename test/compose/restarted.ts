/**
 * Stores that the live stack has by a profile, each in a run of the harness on a stack of its own: what it promises
 * holds on containers too, and nothing is left of them.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import type { Results } from '../../harness/model/results.ts';
import type { StoreName } from '../../harness/stores/catalogue.ts';
import { FILES } from '../../harness/run/folder.ts';
import { onlyRun, startHoldfast, temporaryFolder } from '../holdfast.ts';
import { PORT_VARIABLES, remains, removeImages } from './stack.ts';

/** Compiling what one store needs takes two minutes where it cannot be downloaded. */
const LIMIT_MS = 400_000;
// What express-session acknowledges before its save has failed is lost by the middleware, not by the store.
const LOAD = '--workload register --duration 6s --rate 100 --save-mode awaited --platform compose'.split(' ');

/** What is restarted under how many instances of its app, and whether the store then still has what it acknowledged. */
export interface Case {
  store: StoreName;
  instances: number;
  fault: string;
  outcome: 'keeps' | 'loses';
}

/** Each has a stack of its own, at whatever ports the others leave. */
const projectOf = (store: string) => `holdfast-${store}-${process.pid}`;
const unset = Object.fromEntries(PORT_VARIABLES.map((name) => [name, '']));

/** Declares a test for each of the cases. */
export function restarted(cases: readonly Case[]): void {
  after(async () => {
    for (const { store } of cases) await removeImages(projectOf(store), AbortSignal.timeout(LIMIT_MS));
  });

  // Starting containers takes both processors. Of three at once none had enough for its load.
  suite('on the stack', { concurrency: 2 }, () => {
    for (const { store, instances, fault, outcome } of cases) {
      test(`${store} ${outcome} its sessions over ${fault}`, { timeout: LIMIT_MS }, async ({ signal }) => {
        await using reports = await temporaryFolder();
        const env = { ...unset, COMPOSE_PROJECT_NAME: projectOf(store) };
        const { exitCode, stdout, stderr } = await startHoldfast(
          ['run', '--store', store, '--instances', String(instances), '--faults', fault, ...LOAD].concat(
            '--reports',
            reports.path,
          ),
          { env, timeoutMs: LIMIT_MS },
        );
        const said = stderr + stdout;
        const text = await readFile(join(await onlyRun(reports.path), FILES.results), 'utf8');
        const [experiment] = (JSON.parse(text) as Results).experiments;
        assert.ok(experiment, said);
        assert.deepEqual(experiment.problems, [], said);
        assert.equal(exitCode, outcome === 'keeps' ? 0 : 1, said);
        assert.equal(experiment.counts.sessionsLost > 0, outcome === 'loses');
        assert.ok(experiment.counts.writesAcknowledged > 10, said);
        assert.deepEqual(
          experiment.faults.map(({ tookEffect }) => tookEffect),
          [true],
        );
        assert.deepEqual(await remains(env.COMPOSE_PROJECT_NAME, signal), []);
      });
    }
  });
}
