import assert from 'node:assert/strict';
import { test } from 'node:test';
import { experimentVerdict } from '../checker/verdict.ts';
import type { ServedJudgement } from '../checker/judgement.ts';
import type { Growth, Slope } from '../model/results.ts';
import { traitsOf } from '../model/workloads.ts';
import { withLeak } from './leak.ts';

const looked = (checker: 'lost-session' | 'session-unavailable') =>
  ({ checker, verdict: 'pass', count: 0, tested: 9 }) as const;

const judged = {
  checkers: [looked('lost-session'), looked('session-unavailable')],
  anomalyCounts: {},
  anomalies: [],
  anomalyTimes: [],
} as unknown as ServedJudgement;

const slope = (bytes: number, smallestVisible: number): Slope => ({
  bytesPerSession: bytes,
  low: bytes - 100,
  high: bytes + 100,
  smallestVisible,
  interceptBytes: 0,
  samples: 12,
});

const grown = (perRequest: Growth['perRequest']) =>
  ({ visitors: 9, ttlMs: 3000, lastVisitorMs: 7000, perRequest }) as Growth;

const verdictWith = (growth: Growth | null) =>
  experimentVerdict(withLeak(judged, growth, { isAsked: false }).checkers, traitsOf('growth').checkers);

test('what each request leaves behind fails its experiment, and says how much', () => {
  const leaking = grown({ requests: 2000, slope: slope(20_000, 500) });
  assert.equal(verdictWith(leaking), 'fail');
  const [anomaly] = withLeak(judged, leaking, { isAsked: true }).anomalies;
  assert.match(anomaly?.summary ?? '', /20\.00 KB ±0\.10 left behind by each request/);
});

test('a drift that cannot be told from none fails nothing', () => {
  assert.equal(verdictWith(grown({ requests: 2000, slope: slope(120, 500) })), 'pass');
});

test('where nobody came back nothing is said of it', () => {
  assert.deepEqual(withLeak(judged, grown(null), { isAsked: false }), judged);
  assert.deepEqual(withLeak(judged, null, { isAsked: false }), judged);
});

test('where visitors were to come back and nobody can say what they left, that is unknown', () => {
  for (const growth of [grown(null), grown({ requests: 20, slope: null }), null]) {
    const { checkers } = withLeak(judged, growth, { isAsked: true });
    assert.equal(experimentVerdict(checkers, traitsOf('growth').checkers), 'unknown');
    assert.match(checkers.at(-1)?.reason ?? '', /what requests leave behind was not read/);
  }
});
