import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { OperationLine } from '../../protocol/history.ts';
import { ProfileSchedule, stepsOf } from '../../protocol/profile.ts';
import type { ServedJudgement } from '../checker/judgement.ts';
import { BUSY } from '../model/busy.ts';
import { parseProfile } from '../plan/profile.ts';
import { StepsMeter } from '../stats/steps.ts';
import { breakpointOf, verdictOfBreakpoint, withoutOverload } from './breakpoint.ts';

const LIMIT_MS = 300;

interface World {
  /** Such as `breakpoint:20..200`. */
  profile?: string;
  durationMs?: number;
  clients?: number;
  /** How long the app works on one, alone: it can do so many a second. */
  worksMs?: number;
  /** How many it works on at once. */
  workers?: number;
  /** From this rate on it refuses all. */
  refusesFrom?: number;
  /** How much later than it could the generator sends each. */
  sendsLateMs?: number;
  anomalyAtMs?: number;
  figures?: Record<string, number>;
  /** A stretch in which it answers nobody. */
  stalls?: readonly [fromMs: number, toMs: number];
}

/** Clients that each keep to their schedule and wait for their answer, as those of k6 do, at an app that works in turn. */
function breakpoint(world: World) {
  const { profile: text = 'breakpoint:20..200', durationMs = 10_000, clients = 100, figures = {} } = world;
  const { worksMs = 10, workers = 1, refusesFrom = Infinity, sendsLateMs = 0, anomalyAtMs, stalls } = world;
  const profile = parseProfile(text, durationMs);
  const steps = stepsOf(profile);
  const schedule = new ProfileSchedule(profile);
  const periodMs = (1000 * clients) / schedule.meanRate;
  const next = Array.from({ length: clients }, (_, index) => ({
    client: `c${index}`,
    even: (index / clients) * periodMs,
    freeAt: 0,
  }));
  const free = Array.from({ length: workers }, () => 0);
  const meter = new StepsMeter(steps, LIMIT_MS);
  const rateAt = (ms: number) => steps.find(({ fromMs, toMs }) => ms >= fromMs && ms < toMs)?.rate ?? 0;
  for (;;) {
    const ready = next.filter(({ even }) => even < durationMs);
    const sendsAt = (each: (typeof next)[number]) => Math.max(schedule.real(each.even), each.freeAt);
    const each = ready.toSorted((a, b) => sendsAt(a) - sendsAt(b))[0];
    if (each === undefined) break;
    const [due, start] = [schedule.real(each.even), sendsAt(each) + sendsLateMs];
    if (start - due > 5000) {
      each.even = Infinity;
      continue;
    }
    const at = free.indexOf(Math.min(...free));
    const isRefused = rateAt(start) >= refusesFrom;
    let begins = Math.max(start, free[at] ?? 0);
    if (stalls && begins >= stalls[0] && begins < stalls[1]) begins = stalls[1];
    const end = isRefused ? start + 1 : begins + worksMs;
    if (!isRefused) free[at] = end;
    meter.add(operation({ client: each.client, due, start, end }, isRefused));
    each.even += periodMs;
    each.freeAt = end;
  }
  const judged = judgement(anomalyAtMs);
  const found = breakpointOf({
    steps: meter.seen(),
    judged,
    p99LimitMs: LIMIT_MS,
    clients,
    figures,
    problem: undefined,
  });
  return { ...found, judged };
}

const operation = (
  times: Pick<OperationLine, 'client' | 'due' | 'start' | 'end'>,
  isRefused: boolean,
): OperationLine => ({
  op: 'read',
  session: 's',
  ...(isRefused ? { outcome: 'fail' as const, status: 503 } : { outcome: 'ok' as const, status: 200 }),
  ...times,
});

function judgement(anomalyAtMs: number | undefined): ServedJudgement {
  const anomalyTimes = anomalyAtMs === undefined ? [] : [{ kind: 'lost-write', atMs: anomalyAtMs, count: 1 }];
  return {
    checkers: [{ checker: 'unserved', verdict: 'fail', count: 3, tested: 100 }],
    anomalyCounts: { unserved: 3, 'lost-write': anomalyTimes.length },
    anomalies: [],
    anomalyTimes: [...anomalyTimes, { kind: 'unserved', atMs: 0, count: 3 }],
    availability: { unservedAllowed: 0.01, says: ['the app served 8 %'] },
  } as unknown as ServedJudgement;
}

test('an app that can do 100 a second holds 100 and breaks at the next rate, by latency', () => {
  const { outcome, heldPerSecond, brokePerSecond, says, steps } = breakpoint({ durationMs: 20_000 });
  assert.deepEqual([outcome, heldPerSecond, brokePerSecond], ['broke', 100, 120]);
  assert.match(says, /^broke at 120\/s, with p99 .* where 300 ms may be; it held 100\/s \(p99/);
  assert.equal(steps[5]?.by, 'latency');
});

test('one that can do all did not break, and that is a pass', () => {
  const found = breakpoint({ worksMs: 2 });
  assert.deepEqual([found.outcome, found.heldPerSecond], ['held', 200]);
  assert.match(found.says, /^did not break up to 200\/s/);
  assert.equal(verdictOfBreakpoint(found), 'pass');
});

test('it breaks where it refuses too many, and what it refuses beyond is no failure of the run', () => {
  const found = breakpoint({ worksMs: 2, refusesFrom: 150 });
  assert.match(
    found.says,
    /^broke at 160\/s, with 100 % of 160 operations not served, where 1 % may be; it held 140\/s/,
  );
  const rest = withoutOverload(found.judged, found);
  assert.deepEqual(rest.checkers, [{ checker: 'unserved', verdict: 'pass', count: 0, tested: 560 }]);
  assert.deepEqual([rest.anomalyTimes, rest.availability.says], [[], []]);
});

test('who does not hold even the first rate fails, and nothing is taken off', () => {
  const found = breakpoint({ refusesFrom: 1 });
  assert.deepEqual([found.outcome, found.heldPerSecond], ['broke', undefined]);
  assert.equal(verdictOfBreakpoint(found), 'fail');
  assert.equal(withoutOverload(found.judged, found), found.judged);
});

test('an anomaly breaks the rate at which clients met it, whatever held beyond', () => {
  const { outcome, heldPerSecond, says } = breakpoint({ worksMs: 2, anomalyAtMs: 4000 });
  assert.deepEqual([outcome, heldPerSecond], ['broke', 80]);
  assert.match(says, /^broke at 100\/s, where clients met lost-write/);
});

test('an anomaly that is met only after the load leaves the rate open', () => {
  assert.match(breakpoint({ worksMs: 2, anomalyAtMs: 11_000 }).says, /only after the load/);
});

test('what stalls once at a rate, while higher ones hold, was not broken by the rate', () => {
  const { outcome, says } = breakpoint({ worksMs: 2, stalls: [2000, 2600] });
  assert.equal(outcome, 'held');
  assert.match(says, /; 60\/s did not hold, though higher rates did$/);
});

test('one stall does not break the last rate, wherever in it', () => {
  for (const stalls of [
    [9100, 9600],
    [9600, 10_200],
    [8800, 9500],
  ] as const) {
    const { outcome, heldPerSecond, says } = breakpoint({ worksMs: 2, stalls });
    assert.equal(outcome, 'unknown', says);
    assert.ok((heldPerSecond ?? 0) >= 160, says);
    assert.match(says, /^is unknown above 1[68]0\/s: .* was due within .* as one stall makes it/);
  }
});

test('the last rate breaks where it alone is too high, and where it is refused', () => {
  const full = breakpoint({ profile: 'breakpoint:20..110', durationMs: 60_000 });
  assert.deepEqual([full.outcome, full.heldPerSecond, full.brokePerSecond], ['broke', 100, 110]);
  const refused = breakpoint({ worksMs: 2, refusesFrom: 190 });
  assert.deepEqual([refused.outcome, refused.heldPerSecond], ['broke', 180]);
});

test('a rate that was stalled is passed over where the one after it broke by itself', () => {
  const found = breakpoint({ durationMs: 40_000, stalls: [16_200, 16_800], worksMs: 9 });
  assert.deepEqual([found.outcome, found.heldPerSecond, found.brokePerSecond], ['broke', 80, 120]);
  assert.match(found.says, /; of 100\/s nobody knows, for it was stalled once$/);
});

test('an app that can do twice as much is never broken by one stall of half a step', () => {
  const worlds = fc.record({
    workers: fc.integer({ min: 1, max: 3 }),
    clients: fc.integer({ min: 40, max: 200 }),
    stallMs: fc.integer({ min: 350, max: 1000 }),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(worlds, ({ workers, clients, stallMs, at }) => {
      const durationMs = 20_000;
      const fromMs = at * (durationMs - 200);
      const stalls = [fromMs, fromMs + stallMs] as const;
      const found = breakpoint({ worksMs: 2.5 * workers, workers, clients, durationMs, stalls });
      assert.notEqual(found.outcome, 'broke', `${found.says} ${JSON.stringify(found.steps.at(-1))}`);
    }),
    { numRuns: 40 },
  );
});

test('clients that are too few are told from an app that is full', () => {
  const few = breakpoint({ worksMs: 200, workers: 1000, clients: 10 });
  assert.equal(few.outcome, 'unknown');
  assert.match(few.says, /above 40\/s: its 10 clients were all waiting .* --clients 40$/);
  const full = breakpoint({ worksMs: 10, clients: 20, durationMs: 20_000 });
  assert.equal(full.outcome, 'broke', full.says);
});

/** The same at each of ten steps. */
const figures = (name: (step: number) => string) =>
  Object.fromEntries(Array.from({ length: 10 }, (_, index) => [name(index + 1), 90]));

test('where k6 or the machine was short, nobody says that the app broke', () => {
  const late = breakpoint({ worksMs: 2, sendsLateMs: 400 });
  assert.match(late.says, /^is unknown at every rate: k6 itself sent/);
  // 30 ms explain nothing of a second.
  assert.equal(breakpoint({ durationMs: 40_000, sendsLateMs: 30 }).outcome, 'broke');
  const generator = breakpoint({ durationMs: 20_000, figures: figures(BUSY.generator) });
  assert.match(generator.says, /^is unknown above 100\/s: k6 wanted 90 %/);
  const app = breakpoint({ durationMs: 20_000, figures: figures(BUSY.appWaited) });
  assert.match(app.says, /^is unknown above 100\/s: the app waited 90 %/);
  assert.equal(verdictOfBreakpoint(app), 'unknown');
});

test('no rate beyond what an app can do is said to have held, and none well below it to have broken', () => {
  const worlds = fc.record({
    worksMs: fc.integer({ min: 2, max: 40 }),
    workers: fc.integer({ min: 1, max: 3 }),
    clients: fc.integer({ min: 5, max: 60 }),
    from: fc.integer({ min: 20, max: 40 }),
    to: fc.integer({ min: 60, max: 400 }),
    count: fc.integer({ min: 2, max: 8 }),
  });
  fc.assert(
    fc.property(worlds, ({ from, to, count, ...world }) => {
      const can = (1000 / world.worksMs) * world.workers;
      const profile = `breakpoint:${from}..${to}/${count}`;
      const durationMs = count * 3000;
      const found = breakpoint({ ...world, profile, durationMs });
      // In 3 s, what is beyond by a tenth and more is late by 300 ms.
      assert.ok((found.heldPerSecond ?? 0) <= 1.15 * can, found.says);
      if (found.outcome === 'broke') assert.ok((found.brokePerSecond ?? 0) >= 0.95 * can, found.says);
    }),
    { numRuns: 20 },
  );
});
