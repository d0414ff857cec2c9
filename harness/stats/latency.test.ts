import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { OperationLine } from '../../protocol/history.ts';
import { LatencyMeter } from './latency.ts';
import { Durations } from './quantiles.ts';

const read = (client: string, due: number, start: number, end: number): OperationLine => ({
  op: 'read',
  session: 's',
  client,
  outcome: 'ok',
  due,
  start,
  end,
});

test('a quantile is within a thousandth of the exact one, for any durations', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 10_000_000 }), { minLength: 1, maxLength: 300 }),
      (micros) => {
        const durations = new Durations();
        for (const value of micros) durations.add(value / 1000);
        const sorted = micros.toSorted((one, other) => one - other);
        for (const percent of [50, 90, 99, 100]) {
          const exact = (sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? 0) / 1000;
          assert.ok(Math.abs(durations.at(percent) - exact) <= exact * 0.002 + 0.002);
        }
      },
    ),
  );
});

test('a stalled app shows in the latency from the intended start, and is not the generator being late', () => {
  const meter = new LatencyMeter();
  meter.add(read('c1', 0, 0.5, 900));
  for (let due = 10; due < 900; due += 10) meter.add(read('c1', due, 900, 901));
  const [latency] = meter.latency();
  assert.ok((latency?.fromIntended.p50Ms ?? 0) > 300);
  assert.ok((latency?.fromSend.p50Ms ?? 0) < 2);
  assert.equal(meter.generator().verdict, 'pass');
});

test('operations sent late by an idle client make latency unknown, with the reason', () => {
  const meter = new LatencyMeter();
  for (let due = 0; due < 5000; due += 50) meter.add(read('c1', due, due + 30, due + 31));
  const generator = meter.generator();
  assert.equal(generator.verdict, 'unknown');
  assert.match(generator.reason ?? '', /k6 itself sent/);
});

/** Of a cold app, of a warm one, and of one that is asked more than the load. */
const msAt = (due: number) => (due < 1000 ? 40 : due < 5000 ? 2 : 90);

test('latency is not of the last look, which asks more than the load, and what is compared not of a cold app either', () => {
  const meter = new LatencyMeter({ loadMs: 5000 });
  for (let due = 0; due < 6000; due += 10) meter.add(read(`c${due}`, due, due, due + msAt(due)));
  const [latency] = meter.latency();
  assert.equal(latency?.fromIntended.count, 500);
  assert.ok((latency?.fromIntended.maxMs ?? 99) < 41);
  assert.equal(latency?.steady?.fromIntended.count, 400);
  assert.ok((latency?.steady?.fromIntended.maxMs ?? 9) < 3);
  assert.ok((latency?.steady?.fromSend.maxMs ?? 9) < 3);
});

const sent = fc
  .record({
    op: fc.constantFrom('read', 'write'),
    client: fc.constantFrom('c1', 'c2', 'c3'),
    outcome: fc.constantFrom('ok', 'fail', 'info'),
    expected: fc.constantFrom(true, undefined),
    due: fc.integer({ min: 0, max: 9999 }),
    lateMs: fc.integer({ min: 0, max: 200 }),
    tookMs: fc.integer({ min: 0, max: 3000 }),
  })
  .map(({ due, lateMs, tookMs, ...line }): OperationLine => ({
    session: 's',
    ...line,
    due,
    start: due + lateMs,
    end: due + lateMs + tookMs,
  }));

test('latencies, rates and doubts are as though nothing had been asked when the load was over; that is counted', () => {
  fc.assert(
    fc.property(fc.array(sent, { maxLength: 80 }), fc.integer({ min: 0, max: 10_000 }), (lines, loadMs) => {
      // As a client sends them: what comes after the load comes last.
      const inOrder = lines.toSorted((one, other) => one.due - other.due);
      const [meter, alone] = [new LatencyMeter({ loadMs }), new LatencyMeter()];
      for (const line of inOrder) meter.add(line);
      for (const line of inOrder) if (line.due < loadMs) alone.add(line);
      assert.deepEqual(meter.latency(), alone.latency());
      assert.deepEqual(meter.latencyOfFailed(), alone.latencyOfFailed());
      assert.deepEqual(meter.generator(), alone.generator());
      const later = inOrder.filter(({ due }) => due >= loadMs).length;
      assert.equal(meter.afterLoad()?.operations ?? 0, later);
      assert.equal(alone.afterLoad(), undefined);
    }),
  );
});

test('no operation at all is unknown, not fast', () => {
  assert.equal(new LatencyMeter().generator().verdict, 'unknown');
});

test('latency is of what succeeded; what failed has rows of its own, and a refusal that was asked for has none', () => {
  const meter = new LatencyMeter();
  for (let at = 0; at < 400; at++) meter.add(read('c', at * 100, at * 100, at * 100 + 80));
  for (let at = 0; at < 600; at++)
    meter.add({ ...read('d', at * 100, at * 100, at * 100 + 1), outcome: 'info', status: 500 });
  meter.add({ ...read('d', 0, 0, 500), op: 'write', outcome: 'fail', status: 422, expected: true });
  const [succeeded, ...others] = meter.latency();
  assert.deepEqual([succeeded?.op, succeeded?.fromSend.count, others.length], ['read', 400, 0]);
  assert.ok(Math.abs((succeeded?.fromSend.p50Ms ?? 0) - 80) < 0.2);
  const [failed, ...rest] = meter.latencyOfFailed();
  assert.deepEqual([failed?.op, failed?.fromSend.count, rest.length], ['read', 600, 0]);
});

test('what was never sent for want of time was offered too, at the rate of the plan', () => {
  const meter = new LatencyMeter();
  for (let at = 0; at <= 1000; at += 100) meter.add(read('c1', at, at, at + 5));
  assert.equal(meter.generator({ neverSent: 0, ratePerSecond: 400 }).intendedPerSecond, 11);
  assert.equal(meter.generator({ neverSent: 900, ratePerSecond: 400 }).intendedPerSecond, 400);
});
