import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { OperationLine, StarvedLine } from '../../protocol/history.ts';
import { ServiceMeter } from './meter.ts';

const PATIENCE_MS = 5000;
const GIVEN_UP = { outcome: 'info', status: 0, error: 'request timeout' } as const;

interface Asked extends Partial<OperationLine> {
  client: string;
  start: number;
}

const operation = ({ start, ...rest }: Asked): OperationLine => ({
  op: 'read',
  session: 's',
  outcome: 'ok',
  due: start,
  start,
  end: start + 1,
  ...rest,
});

/** A client that waits in vain, again and again, and is behind its schedule from the first time on. */
const waitsInVain = (client: string, times: number, how: Partial<OperationLine> = GIVEN_UP): Asked[] =>
  Array.from({ length: times }, (_, at) => ({
    client,
    due: at * 100,
    start: at * PATIENCE_MS,
    end: (at + 1) * PATIENCE_MS,
    ...how,
  }));
const ALL_WAIT = ['a', 'b', 'c', 'd', 'e'].flatMap((client) => waitsInVain(client, 6));

/** Somebody with little to do, whom the generator sends so late each time. */
const sentLate = (lateMs: number): Asked[] =>
  Array.from({ length: 15 }, (_, at) => ({
    client: 'seldom',
    due: at * 2000,
    start: at * 2000 + lateMs,
    end: at * 2000 + lateMs + 1,
  }));

/** Others whom the app answers, each after so long. */
const answeredAfter = (ms: number): Asked[] =>
  Array.from({ length: 60 }, (_, at) => ({
    client: 'answered',
    due: at * 500,
    start: at * 500,
    end: at * 500 + ms,
  }));

const starvedThroughout = (waitedMs: number, ranMs: number): StarvedLine[] =>
  Array.from({ length: 60 }, (_, at) => ({
    starved: 'app-1',
    from: at * 500,
    to: at * 500 + 500,
    waitedMs,
    ranMs,
  }));

function judged(asked: readonly Asked[], starved: readonly StarvedLine[] = [], fault?: [number, number]) {
  const meter = new ServiceMeter({ experiment: 'e', epochMs: 0, recoverWithinMs: 3000 });
  for (const line of starved) meter.starved(line);
  for (const each of asked.toSorted((a, b) => (a.end ?? a.start) - (b.end ?? b.start)))
    meter.operation(operation(each));
  const [at, healed] = fault ?? [];
  const line = { fault: 'app-restart', id: 'f1', target: 'app-1' };
  if (at !== undefined) meter.fault({ ...line, phase: 'onset', at });
  if (healed !== undefined) meter.fault({ ...line, phase: 'healed', at: healed });
  return meter.finish();
}

test('time-outs beside a generator that was on time are the subject’s', () => {
  for (const lateMs of [0, 15, 200]) {
    const { verdict, count } = judged([...ALL_WAIT, ...sentLate(lateMs)]);
    assert.deepEqual([verdict, count], ['fail', ALL_WAIT.length]);
  }
});

test('time-outs while the generator itself was held up are nobody’s: unknown, with what to do', () => {
  const { verdict, reason, count, findings, availability } = judged([...ALL_WAIT, ...sentLate(1600)]);
  assert.deepEqual([verdict, count, findings.length, availability.says.length], ['unknown', 0, 0, 0]);
  assert.match(
    reason ?? '',
    /^the machine was too busy to tell: the app served 33 % .* k6 itself was held up/,
  );
  assert.match(reason ?? '', /lower --rate$/);
  assert.equal(availability.total.unknown, ALL_WAIT.length);
});

test('time-outs while an instance had no processor are nobody’s', () => {
  const { verdict, reason } = judged([...ALL_WAIT, ...answeredAfter(2500)], starvedThroughout(400, 60));
  assert.equal(verdict, 'unknown');
  assert.match(reason ?? '', /no answer came while app-1 was kept waiting for a processor \(30 operations\)/);
});

test('an app that answers nobody for as long as a client waits, by its own time, hangs on any machine', () => {
  const starved = starvedThroughout(400, 60);
  assert.equal(judged(ALL_WAIT, starved).verdict, 'fail');
  const soon = answeredAfter(200);
  for (const quietFrom of [5000, 10_000]) {
    const hangs = [...ALL_WAIT, ...soon.filter(({ start }) => start < quietFrom)];
    assert.equal(judged(hangs, starved).verdict, quietFrom === 5000 ? 'fail' : 'unknown');
  }
});

test('an app that had no time of its own need not have hung for those who waited, though it answers others soon', () => {
  for (const ms of [1, 200, 900]) {
    const asked = [...ALL_WAIT, ...answeredAfter(ms)];
    assert.equal(judged(asked, starvedThroughout(400, 60)).verdict, 'unknown');
    assert.equal(judged(asked, starvedThroughout(260, 60)).verdict, 'unknown');
    assert.equal(judged(asked, starvedThroughout(240, 60)).verdict, 'fail');
    assert.equal(judged(asked).verdict, 'fail');
  }
});

test('one instance that is short of a processor does not add up with another', () => {
  const half = starvedThroughout(240, 60);
  const both = [...half, ...half.map((line) => ({ ...line, starved: 'app-2' }))];
  assert.equal(judged([...ALL_WAIT, ...answeredAfter(200)], both).verdict, 'fail');
});

test('an app that got no processor at all could answer nobody, and is excused until it gets one', () => {
  assert.equal(judged(ALL_WAIT, starvedThroughout(460, 2)).verdict, 'unknown');
  assert.equal(judged(ALL_WAIT, starvedThroughout(460, 2).slice(0, 20)).verdict, 'fail');
});

test('a machine that was short for a while explains what it can, and nothing after it', () => {
  const { verdict, count } = judged(
    [...ALL_WAIT, ...answeredAfter(2500)],
    starvedThroughout(400, 60).slice(0, 20),
  );
  assert.deepEqual([verdict, count], ['fail', ALL_WAIT.length]);
});

test('what was answered, refused or cut off is the subject’s on any machine', () => {
  const others: Partial<OperationLine>[] = [
    { outcome: 'info', status: 500 },
    { outcome: 'info', status: 429 },
    { outcome: 'fail', status: 0, error: 'dial: connection refused' },
    { outcome: 'fail', status: 0, error: 'dial: i/o timeout' },
    { outcome: 'info', status: 0, error: 'connection reset by peer' },
    { outcome: 'info', status: 0 },
  ];
  for (const how of others) {
    const asked = ['a', 'b', 'c', 'd', 'e'].flatMap((client) => waitsInVain(client, 6, how));
    assert.equal(judged([...asked, ...sentLate(1600)], starvedThroughout(400, 60)).verdict, 'fail');
  }
});

const errors = (count: number) =>
  sentLate(1600).map((each, at) => (at < count ? { ...each, status: 500, outcome: 'info' as const } : each));

test('errors among time-outs are held against the subject where they are too many by themselves', () => {
  assert.equal(judged([...ALL_WAIT, ...errors(12)], starvedThroughout(400, 60)).verdict, 'fail');
  assert.equal(judged([...ALL_WAIT, ...errors(0)], starvedThroughout(400, 60)).verdict, 'unknown');
});

test('whoever does not come back from a fault is told, unless the machine was short all the time', () => {
  const before = Array.from({ length: 60 }, (_, at) => ({ client: 'before', start: -600 + at * 10 }));
  const asked = [...before, ...ALL_WAIT];
  const slowed = [...asked, ...answeredAfter(2500).slice(1)];
  const never = judged(asked, [], [-1, 100]);
  assert.equal(never.verdict, 'fail');
  assert.equal(never.recoveries.get('f1')?.verdict, 'fail');
  assert.equal(judged(asked, starvedThroughout(400, 60), [-1, 100]).verdict, 'fail');
  const short = judged(slowed, starvedThroughout(400, 60), [-1, 100]);
  assert.equal(short.verdict, 'unknown');
  const { verdict, reason } = short.recoveries.get('f1') ?? {};
  assert.equal(verdict, 'unknown');
  assert.match(reason ?? '', /^the machine was too busy to tell: the app did not come back/);
});

test('whom the app keeps busy is not the generator’s to send, nor is who acts beside them', () => {
  const visitor = waitsInVain('c1', 6);
  const thief = visitor.map((each) => ({ ...each, client: 'c1-thief', start: (each.end ?? 0) - 1 }));
  const asked = [...visitor, ...thief, ...ALL_WAIT, ...sentLate(0)];
  assert.equal(judged(asked).verdict, 'fail');
});

test('a short machine never makes a pass of what was not served, and never a failure of what was', () => {
  const some = fc.array(
    fc.record({
      client: fc.constantFrom('a', 'b', 'c'),
      start: fc.integer({ min: 0, max: 30_000 }),
      lateMs: fc.integer({ min: 0, max: 3000 }),
      how: fc.constantFrom<Partial<OperationLine>>({}, {}, GIVEN_UP, { outcome: 'info', status: 503 }),
    }),
    { maxLength: 200 },
  );
  const stretches = fc.array(
    fc.record({ from: fc.integer({ min: 0, max: 30_000 }), lasts: fc.integer({ min: 1, max: 4000 }) }),
  );
  fc.assert(
    fc.property(some, stretches, (operations, short) => {
      const asked = operations.map(({ client, start, lateMs, how }) => ({
        client,
        due: start - lateMs,
        start,
        end: start + (how.status === 0 ? PATIENCE_MS : 1),
        ...how,
      }));
      const lines = short.map(({ from, lasts }) => ({
        starved: 'app-1',
        from,
        to: from + lasts,
        waitedMs: lasts,
        ranMs: 0,
      }));
      const [plain, excused] = [judged(asked), judged(asked, lines)];
      if (plain.verdict !== 'fail') assert.equal(excused.verdict, plain.verdict);
      else assert.notEqual(excused.verdict, 'pass');
      assert.deepEqual(excused.availability.total, plain.availability.total);
    }),
  );
});
