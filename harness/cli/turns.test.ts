import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { test } from 'node:test';
import { comparisonExperiments, isSideBySide } from '../compare/plan.ts';
import { createTurnsDisplay } from './turns.ts';

const experiments = comparisonExperiments({
  stores: [{ store: 'memory' }, { store: 'redis' }, { store: 'mongo' }, { store: 'file' }],
  workloads: ['browse', 'tabs', 'growth'],
  quick: true,
  rounds: 2,
  rate: 100,
  seed: 1,
});

/** The most that were at work at a time, by their workloads. */
async function most(processors: number, failAt = Infinity) {
  const seen: Record<string, number> = {};
  const atWork: string[] = [];
  let begun = 0;
  const run = createTurnsDisplay({ areSideBySide: isSideBySide, processors }).run(
    experiments,
    async ({ load }) => {
      if (++begun === failAt) throw new Error('the disk is full');
      atWork.push(load.workload);
      seen[load.workload] = Math.max(seen[load.workload] ?? 0, atWork.length);
      for (let at = 0; at < 3; at++) await turn();
      atWork.splice(atWork.indexOf(load.workload), 1);
    },
  );
  return { run, seen, atWork, begun: () => begun };
}

test('what is measured by time is alone; the others are as many at a time as there are processors', async () => {
  const { run, seen, begun } = await most(2);
  await run;
  assert.deepEqual(seen, { browse: 1, tabs: 2, growth: 2 });
  assert.equal(begun(), experiments.length);
  const one = await most(1);
  await one.run;
  assert.deepEqual(one.seen, { browse: 1, tabs: 1, growth: 1 });
});

test('where one cannot be recorded no other is begun, and those at work have ended before it is told', async () => {
  const { run, atWork, begun } = await most(3, 6);
  await assert.rejects(run, /the disk is full/);
  assert.deepEqual(atWork, []);
  assert.ok(begun() < experiments.length);
});
