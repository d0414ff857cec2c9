import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ExperimentLine, OperationLine } from '../../protocol/history.ts';
import { ServiceMeter } from './meter.ts';

const OBJECTIVE = { recoverWithinMs: 3000 };

interface Asked extends Partial<OperationLine> {
  start: number;
}

const operation = ({ start, ...rest }: Asked): OperationLine => ({
  op: 'read',
  session: 's',
  client: 'c',
  outcome: 'ok',
  due: start,
  start,
  end: start + 1,
  ...rest,
});
const ERROR = { outcome: 'info', status: 500, instance: 'app-1' } as const;

/** One operation each 10 ms, from one time to another. */
const every10 = (fromMs: number, toMs: number, how: Partial<OperationLine> = {}): Asked[] =>
  Array.from({ length: (toMs - fromMs) / 10 }, (_, at) => ({ start: fromMs + at * 10, ...how }));

function judged(asked: readonly Asked[], faults: readonly [from: number, to: number][] = [], objective = {}) {
  const experiment: ExperimentLine = { experiment: 'e', epochMs: 0, ...OBJECTIVE, ...objective };
  const meter = new ServiceMeter(experiment);
  for (const each of asked) meter.operation(operation(each));
  faults.forEach(([from, to], at) => {
    const fault = { fault: 'app-crash', id: `f${at + 1}`, target: 'app-1' };
    meter.fault({ ...fault, phase: 'onset', at: from });
    if (to < Infinity) meter.fault({ ...fault, phase: 'healed', at: to });
  });
  return meter.finish();
}

const failing = (share: number, count: number) =>
  Array.from({ length: count }, (_, at) => ({
    start: at * 10,
    ...(Math.floor((at + 1) * share) > Math.floor(at * share) ? ERROR : {}),
  }));

test('what is served throughout passes, whatever was found', () => {
  const { verdict, availability, count } = judged([
    ...every10(0, 500),
    ...every10(500, 600, { absent: true, status: 404 }),
    ...every10(600, 700, { op: 'write', outcome: 'fail', absent: true, status: 404 }),
  ]);
  assert.deepEqual([verdict, count], ['pass', 0]);
  assert.deepEqual(availability.total, { served: 70, refused: 0, failed: 0, unknown: 0 });
  assert.deepEqual(
    availability.phases.map(({ phase, served }) => [phase, served]),
    [['throughout', 70]],
  );
});

test('a refusal that was asked for is served, and so is what nobody was to answer', () => {
  const refused = { op: 'write', outcome: 'fail', status: 422, error: 'refused' } as const;
  const { verdict, availability } = judged([
    ...every10(0, 500),
    ...every10(500, 600, { ...refused, expected: true }),
    // As recorders wrote it once.
    ...every10(600, 700, refused),
    ...every10(700, 800, { op: 'write', outcome: 'info', status: 0, expected: true }),
  ]);
  assert.equal(verdict, 'pass');
  assert.deepEqual(availability.total, { served: 70, refused: 0, failed: 0, unknown: 0 });
});

test('of two of three that fail it says so, by status, with what shows it', () => {
  const { verdict, findings, count, availability } = judged(failing(2 / 3, 300));
  assert.deepEqual([verdict, count], ['fail', 200]);
  assert.deepEqual(availability.says, ['the app served 33 % of what was asked: 67 % failed (500: 200)']);
  const [finding] = findings;
  assert.ok(finding && finding.steps.length <= 6 && finding.steps.length > 1);
  assert.ok(finding.steps.some(({ op }) => op.status === 500));
});

test('a share that is allowed passes, the very next one does not', () => {
  assert.equal(judged(failing(0.01, 1000)).verdict, 'pass');
  assert.equal(judged(failing(0.011, 1000)).verdict, 'fail');
  assert.equal(judged(failing(0.05, 1000), [], { unserved: 0.05 }).verdict, 'pass');
  assert.equal(judged(failing(0.051, 1000), [], { unserved: 0.05 }).verdict, 'fail');
  assert.equal(
    judged([...every10(0, 1000), { start: 1001, ...ERROR }], [], { unserved: 0 }).verdict,
    'unknown',
  );
});

test('one mishap in a small run is neither a defect nor a pass', () => {
  const { verdict, reason } = judged([...every10(0, 800), { start: 801, ...ERROR }]);
  assert.equal(verdict, 'unknown');
  assert.match(reason ?? '', /^1 of 81 operations failed \(500: 1\)/);
});

test('of next to nothing nothing is said', () => {
  const { verdict, tested } = judged(every10(0, 100, ERROR));
  assert.deepEqual([verdict, tested], ['unknown', 0]);
});

test('each way not to be served has its name', () => {
  const { availability } = judged([
    ...every10(0, 200),
    { start: 201, outcome: 'info', status: 429 },
    { start: 202, outcome: 'info', status: 503 },
    { start: 203, outcome: 'info', status: 0 },
    { start: 204, outcome: 'fail', status: 0 },
  ]);
  assert.deepEqual(availability.total, { served: 20, refused: 1, failed: 2, unknown: 1 });
  assert.deepEqual(availability.answers, { 429: 1, 503: 1, 'no answer': 1, 'no connection': 1 });
});

test('a fault may cost what it costs, and the time without the app is from the first failure to the first answer', () => {
  const { verdict, recoveries, availability } = judged(
    [...every10(0, 1000), ...every10(1010, 1500, ERROR), ...every10(1510, 4000)],
    [[1000, 1400]],
  );
  assert.equal(verdict, 'pass');
  assert.deepEqual(recoveries.get('f1'), {
    verdict: 'pass',
    againMs: 1511,
    toRecoveryMs: 111,
    unavailableMs: 501,
    noneServedMs: 501,
  });
  assert.deepEqual(
    availability.phases.map(({ phase, served, failed }) => [phase, served, failed]),
    [
      ['before', 100, 0],
      ['during', 4, 49],
      ['after', 245, 0],
    ],
  );
});

test('who all waited for an answer that came were not away, and nobody was served for that long', () => {
  const { recoveries, verdict } = judged(
    [...every10(0, 1000), { start: 1000, end: 3200 }, { start: 1010, end: 3201 }, ...every10(3210, 5000)],
    [[990, 3100]],
  );
  assert.deepEqual(recoveries.get('f1'), {
    verdict: 'pass',
    toRecoveryMs: 0,
    unavailableMs: 0,
    noneServedMs: 2200,
  });
  assert.equal(verdict, 'pass');
});

test('a planned refusal during a fault starts no clock', () => {
  const refused = { op: 'write', outcome: 'fail', status: 422, expected: true } as const;
  const { recoveries } = judged(
    [...every10(0, 1000), ...every10(1000, 1100, refused), ...every10(1100, 4000)],
    [[1000, 1400]],
  );
  assert.deepEqual(recoveries.get('f1'), {
    verdict: 'pass',
    toRecoveryMs: 0,
    unavailableMs: 0,
    noneServedMs: 0,
  });
});

test('an answer of another instance during the fault does not end the time without the app', () => {
  const half = every10(1000, 1600).map((each, at) => (at % 2 === 0 ? { ...each, ...ERROR } : each));
  const { recoveries } = judged([...every10(0, 1000), ...half, ...every10(1600, 4000)], [[1000, 1500]], {
    unserved: 0,
  });
  assert.equal(recoveries.get('f1')?.againMs, 1591);
  assert.equal(recoveries.get('f1')?.unavailableMs, 591);
});

test('a lull in an outage is no recovery', () => {
  const { recoveries, verdict } = judged(
    [
      ...every10(0, 1000),
      ...every10(1000, 1500, ERROR),
      ...every10(1500, 2000),
      ...every10(2000, 2500, ERROR),
      ...every10(2500, 6000),
    ],
    [[1000, 1400]],
  );
  assert.equal(recoveries.get('f1')?.againMs, 2501);
  assert.equal(verdict, 'pass');
});

test('who is not served again in time has not recovered, whether ever or late', () => {
  const never = judged([...every10(0, 1000), ...every10(1000, 6000, ERROR)], [[1000, 1400]]);
  assert.equal(never.verdict, 'fail');
  assert.equal(never.recoveries.get('f1')?.verdict, 'fail');
  assert.match(
    never.availability.says[0] ?? '',
    /^the app did not come back from app-crash: from its end on 460 operations failed \(500: 460\), and 3 s are allowed$/,
  );
  const late = judged(
    [...every10(0, 1000), ...every10(1000, 6000, ERROR), ...every10(6000, 9000)],
    [[1000, 1400]],
  );
  assert.equal(late.verdict, 'fail');
  assert.equal(late.recoveries.get('f1')?.toRecoveryMs, 4601);
});

test('where the run ends before the time is up, whether it recovers is unknown', () => {
  const { verdict, reason } = judged([...every10(0, 1000), ...every10(1000, 3000, ERROR)], [[1000, 1400]]);
  assert.equal(verdict, 'unknown');
  assert.match(reason ?? '', /app-crash is not known: .* 1\.6 s after the fault's end, and 3 s are allowed/);
  const glimpse = [...every10(0, 1000), ...every10(1000, 3000, ERROR), ...every10(3000, 3100)];
  assert.equal(judged(glimpse, [[1000, 1400]]).verdict, 'unknown');
  assert.equal(
    judged([...every10(0, 1000), ...every10(1000, 1300, ERROR), ...every10(1300, 2500)], [[1000, 1400]])
      .verdict,
    'pass',
  );
});

test('a fault that another follows at once shares its fate', () => {
  const asked = [...every10(0, 1000), ...every10(1000, 2500, ERROR)];
  const faults: [number, number][] = [
    [1000, 1400],
    [1500, 2000],
  ];
  const back = judged([...asked, ...every10(2500, 6000)], faults);
  assert.deepEqual(
    [...back.recoveries.values()].map(({ verdict }) => verdict),
    ['pass', 'pass'],
  );
  assert.equal(back.verdict, 'pass');
  assert.equal(judged([...asked, ...every10(2500, 9000, ERROR)], faults).verdict, 'fail');
});

test('one that ends while another is at work is over with that, and is not blamed for what goes on', () => {
  const asked = [...every10(0, 1000), ...every10(1000, 6000, ERROR), ...every10(6000, 9000)];
  const { verdict, recoveries } = judged(asked, [
    [1000, 6000],
    [1500, 1510],
  ]);
  assert.equal(verdict, 'pass');
  assert.deepEqual(
    [...recoveries.values()].map((recovery) => recovery.verdict),
    ['pass', 'pass'],
  );
  const never = judged(
    [...every10(0, 1000), ...every10(1000, 12_000, ERROR)],
    [
      [1000, 6000],
      [1500, 1510],
    ],
  );
  assert.deepEqual(
    [...never.recoveries.values()].map((recovery) => recovery.verdict),
    ['fail', 'fail'],
  );
});

test('what was served between two faults is no part of the time without the app', () => {
  const asked = [...every10(0, 1000), ...every10(1000, 1300, ERROR), ...every10(1300, 1400)];
  const { recoveries } = judged(
    [...asked, ...every10(1400, 2000, ERROR), ...every10(2000, 6000)],
    [
      [1000, 1250],
      [1400, 1900],
    ],
  );
  assert.deepEqual(
    [...recoveries.values()].map(({ verdict, unavailableMs }) => [verdict, unavailableMs]),
    [
      ['pass', 301],
      ['pass', 601],
    ],
  );
});

test('who fails before a fault as well is not excused by it', () => {
  const half = (from: number, to: number) =>
    every10(from, to).map((each, at) => (at % 2 === 0 ? { ...each, ...ERROR } : each));
  const { verdict, availability } = judged([...half(0, 1000), ...every10(1000, 6000)], [[1000, 1400]]);
  assert.equal(verdict, 'fail');
  assert.match(availability.says[0] ?? '', /^outside of faults and their recovery the app served/);
});

test("what was under way when a fault came is the fault's", () => {
  const cut = every10(900, 1000).map((each) => ({ ...each, end: 1005, ...ERROR }));
  assert.equal(judged([...every10(0, 900), ...cut, ...every10(1010, 6000)], [[1000, 1400]]).verdict, 'pass');
});

const served: fc.Arbitrary<Partial<OperationLine>> = fc.constantFrom(
  {},
  { absent: true, status: 404 },
  { op: 'write', outcome: 'fail', absent: true, status: 404 },
  { op: 'write', outcome: 'fail', status: 422, expected: true },
  { op: 'write', outcome: 'info', status: 0, expected: true },
);

test('an experiment in which all was served is never unserved, whatever broke', () => {
  const asked = fc.array(
    fc.record({
      start: fc.integer({ min: 0, max: 60_000 }),
      took: fc.integer({ min: 0, max: 8000 }),
      how: served,
    }),
    { maxLength: 400 },
  );
  const faults = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 60_000 }), fc.integer({ min: 0, max: 70_000 })),
    {
      maxLength: 4,
    },
  );
  fc.assert(
    fc.property(asked, faults, (operations, broken) => {
      const { verdict, count, findings, recoveries, availability } = judged(
        operations.map(({ start, took, how }) => ({ start, end: start + took, ...how })),
        broken.map(([from, took]) => [from, from + took]),
      );
      assert.notEqual(verdict, 'fail');
      assert.equal(count + findings.length + availability.says.length, 0);
      assert.ok([...recoveries.values()].every((each) => each.verdict !== 'fail'));
    }),
  );
});

test('every operation that was asked is in one phase, and in one instance', () => {
  const any = fc.constantFrom<Partial<OperationLine>>(
    {},
    ERROR,
    { instance: 'app-2' },
    { outcome: 'fail', status: 0 },
  );
  const asked = fc.array(
    fc.record({
      start: fc.integer({ min: 0, max: 20_000 }),
      took: fc.integer({ min: 1, max: 900 }),
      how: any,
    }),
    { maxLength: 300 },
  );
  const faults = fc.array(fc.tuple(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 3000 })), {
    maxLength: 3,
  });
  fc.assert(
    fc.property(asked, faults, (operations, broken) => {
      const lines = operations
        .map(({ start, took, how }) => ({ start, end: start + took, ...how }))
        .toSorted((a, b) => a.end - b.end);
      const { availability } = judged(
        lines,
        broken.map(([from, took]) => [from, from + took]),
      );
      const { total, phases, instances } = availability;
      for (const service of ['served', 'refused', 'failed', 'unknown'] as const) {
        const sum = (parts: readonly { [name in typeof service]: number }[]) =>
          parts.reduce((all, part) => all + part[service], 0);
        assert.equal(sum(phases), total[service], service);
        assert.equal(sum(instances), total[service], service);
        for (const phase of phases) assert.equal(sum(phase.instances), phase[service], service);
      }
      assert.equal(total.served + total.refused + total.failed + total.unknown, lines.length);
    }),
  );
});
