import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { experiment } from '../report/testing/experiments.ts';
import { allShown } from '../report/testing/runs.ts';
import type { ExperimentResult, Results } from '../model/results.ts';
import { anomalySeries } from './series.ts';

function resultsOf(changes: Partial<ExperimentResult>): Results {
  return { ...allShown(), experiments: [experiment('memory', { epochMs: 1_000_000, ...changes })] };
}

test('an anomaly carries its kind, its instance and the kind of its fault, and is dated to the end of its second', () => {
  const crash = allShown().experiments.flatMap(({ faults }) => faults)[0];
  assert.ok(crash);
  const [series, ...others] = anomalySeries(
    resultsOf({
      durationMs: 10_000,
      faults: [{ ...crash, id: 'f1', kind: 'app-crash' }],
      anomalyTimes: [
        { kind: 'lost-session', instance: 'app-1', fault: 'f1', atMs: 3000, count: 2 },
        { kind: 'lost-session', instance: 'app-1', fault: 'f1', atMs: 5000, count: 1 },
      ],
    }),
  );
  assert.deepEqual(others, []);
  const { run, ...labels } = series?.labels ?? { __name__: '' };
  assert.equal(run, allShown().run.name);
  assert.deepEqual(labels, {
    __name__: 'holdfast_anomalies_total',
    experiment: 'memory/register',
    store: 'memory',
    kind: 'lost-session',
    instance: 'app-1',
    fault: 'app-crash',
  });
  assert.deepEqual(
    series?.samples.map(({ value, timestamp }) => [value, timestamp - 1_000_000]),
    [
      [0, 0],
      [0, 1000],
      [2, 4000],
      [3, 6000],
      [3, 11_000],
    ],
  );
});

test('whatever was met, the counter begins with 0, never falls, is never silent for a minute, and ends with all', () => {
  const times = fc.array(
    fc.record({
      kind: fc.constant('lost-write'),
      atMs: fc.nat(400).map((second) => second * 1000),
      count: fc.integer({ min: 1, max: 9 }),
    }),
    { minLength: 1, maxLength: 30 },
  );
  fc.assert(
    fc.property(times, fc.nat(500_000), (anomalyTimes, durationMs) => {
      const [series] = anomalySeries(resultsOf({ anomalyTimes, durationMs }));
      assert.ok(series);
      const { samples } = series;
      assert.equal(samples[0]?.value, 0);
      assert.equal(
        samples.at(-1)?.value,
        anomalyTimes.reduce((sum, { count }) => sum + count, 0),
      );
      samples.slice(1).forEach(({ value, timestamp }, index) => {
        const before = samples[index] as (typeof samples)[number];
        assert.ok(value >= before.value);
        assert.ok(timestamp > before.timestamp && timestamp - before.timestamp < 60_000);
      });
    }),
  );
});

test('a run without an anomaly writes none', () => {
  assert.deepEqual(anomalySeries(resultsOf({ anomalyTimes: [] })), []);
});
