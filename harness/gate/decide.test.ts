import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { ExperimentResult, Results } from '../model/results.ts';
import { experiment, fault, lostSession, lostWrite } from '../report/testing/experiments.ts';
import * as runs from '../report/testing/runs.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import { parsePolicy } from './parse-policy.ts';
import { POLICIES } from './policy.ts';

const withPolicy = (results: Results, policy: object) =>
  decide(results, parsePolicy({ policy: 1, ...policy }));
const check = ({ checks }: Decision, id: string) => {
  const found = checks.find((each) => each.id === id);
  assert.ok(found, `${id} is not among ${checks.map((each) => each.id).join(', ')}`);
  return found;
};
/** Each store by its own word. */
const asPromised = (results: Results) => decide(results, POLICIES['as-promised']);
const of = (...experiments: ExperimentResult[]) => runs.run(experiments);
const APP = fault('app-crash', 5);
const stale = (changes: Partial<ExperimentResult> = {}) =>
  experiment('redis', { verdict: 'fail', anomalyCounts: { 'stale-read': 3 }, ...changes });

test('by their own word stores that keep their promises pass, and what MemoryStore never promised is listed', () => {
  const decision = asPromised(runs.allShown());
  assert.equal(decision.verdict, 'pass');
  const listed = check(decision, 'anomaly/memory/restart/lost-session');
  assert.equal(listed.allowed, 'not promised');
  assert.match(
    listed.message,
    /420 found; 212 at app-restart, 208 at app-crash: MemoryStore does not promise survives-app-restart/,
  );
  assert.match(listed.evidence ?? '', /session s-0001/);
});

test('one lost write where it is promised fails, with its witness', () => {
  const decision = decide(runs.redisLostAWrite());
  assert.equal(decision.verdict, 'fail');
  const failed = check(decision, 'anomaly/redis/restart/lost-write');
  assert.equal(failed.verdict, 'fail');
  assert.match(failed.evidence ?? '', /write a=41/);
  assert.equal(check(decision, 'claim/redis/C5').verdict, 'fail');
});

test('no missing promise excuses what no store may do', () => {
  for (const kind of ['garbage-read', 'cross-session-read', 'aborted-read', 'resurrection']) {
    const bad = stale({ notPromised: ['survives-app-restart'], anomalyCounts: { [kind]: 1 } });
    assert.equal(decide(of(bad)).verdict, 'fail', kind);
  }
});

const foundOf = (kind: string) =>
  of(stale({ notPromised: ['expires-on-server'], anomalyCounts: { [kind]: 1 } }));

test('a missing promise excuses what would have broken it, and nothing else', () => {
  assert.equal(asPromised(foundOf('late-expiry')).verdict, 'pass');
  for (const kind of ['lost-session', 'lost-write', 'stale-read', 'early-expiry'])
    assert.equal(asPromised(foundOf(kind)).verdict, 'fail', kind);
});

test('what cannot be trusted is unknown, never pass', () => {
  const unknowns: Record<string, Results> = {
    'run/empty': runs.emptyRun(),
    'run/complete': runs.emptyRun(),
    'run/problem-1': runs.mongoMissing(),
    'claim/mongo/C6': runs.mongoMissing(),
    'experiment/redis/register/trusted': of(
      experiment('redis', { verdict: 'unknown', problems: ['k6 died'] }),
    ),
    'experiment/redis/register/app-crash-5': of(
      experiment('redis', { faults: [fault('app-crash', 5, { tookEffect: false })] }),
    ),
    'experiment/redis/register/tested': of(experiment('redis', { checkers: [] })),
  };
  for (const [id, results] of Object.entries(unknowns)) {
    const decision = asPromised(results);
    assert.equal(decision.verdict, 'unknown', id);
    assert.equal(check(decision, id).verdict, 'unknown');
  }
});

test('a checker that could not decide is unknown, also where another one failed on what is excused', () => {
  const results = of(
    stale({
      faults: [APP],
      charges: [{ kind: 'stale-read', faults: [APP.id], count: 3, unsaved: 0 }],
      promises: [],
      notPromised: ['survives-app-restart'],
      checkers: [{ checker: 'garbage-read', verdict: 'unknown', reason: 'history cut', count: 0, tested: 4 }],
    }),
  );
  assert.equal(asPromised(results).verdict, 'unknown');
});

test('an anomaly in an experiment that cannot be trusted is unknown, not a failure', () => {
  const decision = decide(of(stale({ verdict: 'unknown', problems: ['the clock jumped'] })));
  assert.equal(check(decision, 'anomaly/redis/register/stale-read').verdict, 'unknown');
  assert.equal(decision.verdict, 'unknown');
});

test('a failure without an anomaly still fails', () => {
  assert.equal(decide(of(experiment('redis', { verdict: 'fail' }))).verdict, 'fail');
});

test('an app that died by itself fails, also where what it lost is excused', () => {
  const died = fault('out-of-memory', 4000, { planned: false });
  const charges = [{ kind: 'stale-read', faults: [died.id], count: 3, unsaved: 0 }];
  const excused = stale({ promises: [], notPromised: ['survives-app-restart'], faults: [died], charges });
  const decision = asPromised(of(excused));
  assert.equal(check(decision, 'anomaly/redis/register/stale-read').allowed, 'not promised');
  assert.equal(decision.verdict, 'fail');
  assert.match(check(decision, `experiment/redis/register/${died.id}`).message, /no fault of the plan/);
  const unnoticed = experiment('redis', { verdict: 'fail', faults: [died] });
  assert.equal(decide(of(unnoticed)).verdict, 'fail');
});

test('an anomaly that is listed counts, even where the counts leave it out', () => {
  const listed = experiment('redis', { anomalies: [lostWrite(1)], anomalyCounts: {} });
  assert.equal(decide(of(listed)).verdict, 'fail');
});

const rule = (max: number | 'any', more: object = {}) => ({ kind: 'stale-read', max, ...more });
const verdict = (...anomalies: object[]) => withPolicy(of(stale()), { anomalies }).verdict;

test('a rule allows up to its maximum, and the last one that matches decides', () => {
  assert.equal(verdict(rule(3)), 'pass');
  assert.equal(verdict(rule(2)), 'fail');
  assert.equal(verdict(rule('any', { store: 'redis', experiment: 'reg*' })), 'pass');
  assert.equal(verdict({ kind: '*', max: 0, experiment: 'redis/*' }), 'fail');
  assert.equal(verdict(rule(0), rule('any', { experiment: '*/register' })), 'unknown');
  assert.equal(verdict({ kind: '*', max: 0 }, rule('any')), 'pass');
});

test('a rule can forbid what no promise covers', () => {
  const policy = { anomalies: [{ kind: 'lost-session', max: 0, store: 'memory', because: 'we need them' }] };
  const decision = withPolicy(runs.allShown(), policy);
  assert.equal(decision.verdict, 'fail');
  assert.match(
    check(decision, 'anomaly/memory/restart/lost-session').message,
    /anomalies\[0\]: we need them/,
  );
});

test('a rule that tests nothing is unknown, with the reason and the nearest name', () => {
  const idle: [policy: object, id: string, message: RegExp][] = [
    [{ anomalies: [{ kind: '*', max: 0, store: 'reddis' }] }, 'policy/anomalies[0]', /Did you mean "redis"/],
    [
      { anomalies: [{ kind: '*', max: 0, experiment: 'restrat' }] },
      'policy/anomalies[0]',
      /no experiment of this run/,
    ],
    [
      { anomalies: [{ kind: 'fixation', max: 0 }] },
      'policy/anomalies[0]',
      /no experiment in its scope looked for fixation/,
    ],
    [
      {
        anomalies: [
          { kind: 'lost-write', max: 1 },
          { kind: '*', max: 0 },
        ],
      },
      'policy/anomalies[0]',
      /a later rule \(anomalies\[1\]\)/,
    ],
    [{ latency: [{ op: 'raed', quantile: 'p99', maxMs: 5 }] }, 'policy/latency[0]', /Did you mean "read"/],
    [{ latency: [{ store: 'x', quantile: 'p99', maxMs: 5 }] }, 'policy/latency[0]', /no store of this run/],
    [{ leaveOutClaims: [{ claim: 'C9' }] }, 'policy/leaveOutClaims[0]', /no claim of this run matches/],
  ];
  for (const [policy, id, message] of idle) {
    const decision = withPolicy(runs.spotless(), policy);
    assert.equal(decision.verdict, 'unknown');
    assert.match(check(decision, id).message, message);
  }
});

test('a claim that is left out is listed with what came out, and hides nothing else', () => {
  const policy = { leaveOutClaims: [{ claim: 'C5', store: 'redis' }] };
  const decision = withPolicy(runs.redisLostAWrite(), policy);
  const left = check(decision, 'claim/redis/C5');
  assert.equal(left.allowed, 'policy');
  assert.match(left.message, /refuted: 1 of 4,180 lost; said in: connect-redis README; left out/);
  assert.equal(decision.verdict, 'fail');
});

const limit = (maxMs: number) => ({ latency: [{ store: 'redis', op: 'read', quantile: 'p99', maxMs }] });

test('a latency limit is judged from the intended start, and is unknown where it cannot be trusted', () => {
  assert.equal(withPolicy(runs.spotless(), limit(10)).verdict, 'pass');
  assert.equal(withPolicy(runs.spotless(), limit(5.5)).verdict, 'fail');
  const half = experiment('redis', { latencyOfFailed: experiment('redis').latency });
  assert.match(
    check(withPolicy(of(half), limit(10)), 'latency[0]/redis/register/read').message,
    /over 4,180 operations that succeeded, without 4,180 that did not/,
  );
  const generator = { verdict: 'unknown' as const, latenessP99Ms: 90 };
  const looked = experiment('redis', { afterLoad: { fromMs: 15_000, operations: 300, generator } });
  const ofLoad = check(withPolicy(of(looked), limit(10)), 'latency[0]/redis/register/read');
  assert.equal(ofLoad.verdict, 'pass');
  assert.match(ofLoad.message, /over 4,180 operations of the load that succeeded/);
  const saturated = withPolicy(runs.generatorSaturated(), { requires: [], ...limit(10) });
  assert.equal(saturated.verdict, 'unknown');
  assert.match(check(saturated, 'latency[0]/redis/restart/read').message, /the generator sent 12 %/);
  const [read] = experiment('redis').latency;
  assert.ok(read);
  const few = experiment('redis', {
    latency: [{ ...read, fromIntended: { ...read.fromIntended, count: 99 } }],
  });
  assert.equal(withPolicy(of(few), limit(10)).verdict, 'unknown');
});

test('a claim that is tested in two ways is two checks', () => {
  const claims = [runs.claim('redis', 'C5'), runs.claim('redis', 'C5', { verdict: 'refuted' })];
  const decision = decide({ ...runs.spotless(), claims });
  assert.equal(check(decision, 'claim/redis/C5').verdict, 'pass');
  assert.equal(check(decision, 'claim/redis/C5#2').verdict, 'fail');
});

test('fail over unknown over pass, whatever a run is made of; and every check has an id of its own', () => {
  const anomalies = [lostSession(1), lostWrite(2)];
  const experiments = fc.array(
    fc.record({
      verdict: fc.constantFrom('pass' as const, 'fail' as const, 'unknown' as const),
      notPromised: fc.subarray(['shared-between-instances']),
      anomalies: fc.subarray(anomalies),
      anomalyCounts: fc.dictionary(fc.constantFrom('lost-write', 'garbage-read'), fc.nat(3)),
      problems: fc.subarray(['k6 died']),
    }),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(experiments, fc.boolean(), (parts, complete) => {
      const base = of(...parts.map((part, index) => experiment('redis', { id: `redis/${index}`, ...part })));
      const decision = decide({ ...base, run: { ...base.run, complete } });
      const verdicts = new Set(decision.checks.map(({ verdict }) => verdict));
      const expected = verdicts.has('fail') ? 'fail' : verdicts.has('unknown') ? 'unknown' : 'pass';
      assert.equal(decision.verdict, expected);
      if (!complete || parts.length === 0) assert.notEqual(decision.verdict, 'pass');
      if (parts.some(({ verdict }) => verdict === 'unknown')) assert.notEqual(decision.verdict, 'pass');
      const ids = decision.checks.map(({ id }) => id);
      assert.deepEqual(ids, [...new Set(ids)]);
    }),
  );
});
