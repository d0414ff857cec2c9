import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExperimentResult } from '../model/results.ts';
import { experiment, fault, growth } from '../report/testing/experiments.ts';
import { run } from '../report/testing/runs.ts';
import type { Check } from './decision.ts';
import { checkFigures } from './figure-rules.ts';
import { FIGURE_NAMES } from './figures.ts';
import type { FigureRule } from './policy.ts';

const checked = (changes: Partial<ExperimentResult>, rule: FigureRule): Check[] =>
  checkFigures(run([experiment('redis', changes)]), [rule]);
const verdicts = (checks: readonly Check[]) => checks.map(({ verdict }) => verdict);

const outside = { served: 990, refused: 1, failed: 8, unknown: 1 };
const availability = {
  unservedAllowed: 0.01,
  recoverWithinMs: 30_000,
  total: { ...outside, failed: 108 },
  outside,
  answers: {},
  instances: [],
  phases: [],
  says: [],
};

test('who was not served is a share of all that was asked', () => {
  for (const [max, verdict] of [
    [0.01, 'pass'],
    [0.0099, 'fail'],
  ] as const)
    assert.deepEqual(verdicts(checked({ availability }, { figure: 'unserved-share', max })), [verdict]);
  assert.deepEqual(verdicts(checked({ availability }, { figure: 'error-share', max: 0.09 })), ['fail']);
});

test('each planned fault is a check of its own; what nobody saw is unknown', () => {
  const faults = [
    fault('app-restart', 5000, { unavailableMs: 400 }),
    fault('app-crash', 9000, { unavailableMs: 2400 }),
    fault('server-crash', 12_000, { tookEffect: false }),
    { ...fault('server-pause', 15_000), unavailableMs: undefined as unknown as number },
    fault('app-crash', 17_000, { planned: false, unavailableMs: 9000 }),
  ];
  const checks = checked({ faults }, { figure: 'outage-ms', max: 2000 });
  assert.deepEqual(verdicts(checks), ['pass', 'fail', 'unknown', 'unknown']);
  assert.equal(new Set(checks.map(({ id }) => id)).size, 4);
  assert.match(checks[1]?.title ?? '', /outage-ms at app-crash-9000 in redis\/register is 2 s at most/);
});

test('a slope passes only where the whole of its interval is within the limit', () => {
  const slope = {
    bytesPerSession: 1000,
    low: 900,
    high: 1100,
    smallestVisible: 50,
    interceptBytes: 0,
    samples: 30,
  };
  const grown = growth(1000, null);
  const changes = { growth: { ...grown, app: { ...grown.app, slope } } };
  for (const [max, verdict] of [
    [1100, 'pass'],
    [1050, 'unknown'],
    [950, 'unknown'],
    [899, 'fail'],
  ] as const)
    assert.deepEqual(
      verdicts(checked(changes, { figure: 'heap-bytes-per-session', max })),
      [verdict],
      String(max),
    );
});

test('throughput has a least, and by a generator that was the bottleneck it is unknown', () => {
  assert.deepEqual(verdicts(checked({}, { figure: 'throughput-per-second', min: 400 })), ['pass']);
  assert.deepEqual(verdicts(checked({}, { figure: 'throughput-per-second', min: 430 })), ['fail']);
  const generator = { ...experiment('redis').generator, verdict: 'unknown' as const };
  assert.deepEqual(verdicts(checked({ generator }, { figure: 'throughput-per-second', min: 400 })), [
    'unknown',
  ]);
});

const back = (againMs: number) => ({ verdict: 'pass' as const, againMs, toRecoveryMs: 500 });

test('what goes by the clock is unknown by a late generator after the load where that showed it, and only there', () => {
  const late = { verdict: 'unknown' as const, reason: 'k6 itself was late', latenessP99Ms: 60 };
  const afterLoad = { fromMs: 15_000, operations: 90, generator: late };
  const faults = [
    fault('app-restart', 5000, { recovery: back(6400) }),
    fault('app-crash', 14_000, { recovery: back(15_400) }),
  ];
  for (const figure of ['outage-ms', 'recovery-ms'] as const) {
    const checks = checked({ faults, afterLoad }, { figure, max: 2000 });
    assert.deepEqual(verdicts(checks), ['pass', 'unknown'], figure);
    assert.match(checks[1]?.message ?? '', /k6 itself was late/);
    const onTime = { ...afterLoad, generator: { verdict: 'pass' as const, latenessP99Ms: 1 } };
    assert.deepEqual(verdicts(checked({ faults, afterLoad: onTime }, { figure, max: 2000 })), [
      'pass',
      'pass',
    ]);
  }
  assert.deepEqual(verdicts(checked({ afterLoad }, { figure: 'throughput-per-second', min: 400 })), ['pass']);
});

test('a rule that decides nothing is unknown, whichever figure it is about', () => {
  for (const figure of FIGURE_NAMES) {
    const [none] = checkFigures(run([experiment('redis')]), [{ figure, max: 1, store: 'redsi' }]);
    assert.equal(none?.verdict, 'unknown');
    assert.match(none.message, /Did you mean "redis"/);
  }
  assert.match(
    checked({}, { figure: 'recovery-ms', max: 1 })[0]?.message ?? '',
    /no experiment in its scope has recovery-ms: from a fault/,
  );
});

test('an experiment that is unknown decides no figure', () => {
  const changes = { availability, verdict: 'unknown' as const, problems: ['k6 died'] };
  for (const figure of ['unserved-share', 'throughput-per-second'] as const) {
    const [check] = checked(changes, { figure, min: 0 });
    assert.equal(check?.verdict, 'unknown');
    assert.match(check.message, /k6 died/);
  }
});
