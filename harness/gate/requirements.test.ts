import assert from 'node:assert/strict';
import { test } from 'node:test';
import { experiment } from '../report/testing/experiments.ts';
import * as runs from '../report/testing/runs.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import { parsePolicy } from './parse-policy.ts';
import { POLICIES } from './policy.ts';
import type { Results } from '../model/results.ts';

const withPolicy = (results: Results, policy: object) =>
  decide(results, parsePolicy({ policy: 1, ...policy }));
const check = ({ checks }: Decision, id: string) => {
  const found = checks.find((each) => each.id === id);
  assert.ok(found, `${id} is not among ${checks.map((each) => each.id).join(', ')}`);
  return found;
};

test('what any app needs is required of every store: what it does not promise is a failure that says so', () => {
  const decision = decide(runs.allShown());
  assert.equal(decision.verdict, 'fail');
  const required = check(decision, 'requires/memory/survives-app-restart');
  assert.equal(required.verdict, 'fail');
  assert.match(
    required.message,
    /^MemoryStore does not promise survives-app-restart, and 208 of 212 sessions were lost at app-restart/,
  );
  assert.match(required.title, /every deployment restarts the app/);
  assert.match(
    check(decision, 'anomaly/memory/restart/lost-session').message,
    /MemoryStore does not promise survives-app-restart, and the policy requires it/,
  );
  assert.equal(check(decision, 'requires/redis/survives-app-restart').verdict, 'pass');
  assert.match(decision.advice, /^Do not release: MemoryStore does not promise/);
  assert.match(decision.advice, /Nothing was found against Redis, Mongo/);
});

/** A store that promises this, in a run that asked for nothing. */
const unasked = (promises: string[]) =>
  runs.run([experiment('mine', { promises: [] })], { stores: [{ id: 'mine', name: 'Mine', promises }] });

test('what is required and was not asked is listed by the word of the store, and unknown without it', () => {
  const listed = decide(unasked(['survives-app-restart', 'shared-between-instances']));
  assert.equal(listed.verdict, 'pass');
  const one = check(listed, 'requires/mine/survives-app-restart');
  assert.equal(one.allowed, 'not asked');
  assert.match(one.message, /not asked: --faults app-crash@2s asks for it; Mine promises it/);
  assert.match(listed.advice, /4 requirements not asked/);
  const open = decide(unasked(['shared-between-instances']));
  assert.equal(open.verdict, 'unknown');
  assert.match(check(open, 'requires/mine/survives-app-restart').message, /Mine does not promise it/);
  assert.equal(check(open, 'requires/mine/touch-extends').allowed, 'not asked');
});

test('a failover that no experiment had is not spoken of, and one that lost what was acknowledged is a failure', () => {
  assert.ok(!decide(unasked([])).checks.some(({ id }) => id.endsWith('/survives-failover')));
  const lost = runs.run([
    experiment('redis@sentinel', {
      promises: [],
      notPromised: ['survives-failover'],
      anomalyCounts: { 'lost-write': 3 },
    }),
  ]);
  const required = check(decide(lost), 'requires/redis@sentinel/survives-failover');
  assert.equal(required.verdict, 'fail');
  assert.match(required.message, /does not promise survives-failover, and 3 lost-write came/);
});

test('results that do not say what a store promises are taken for its word', () => {
  const old = runs.run([experiment('mine', { promises: [] })]);
  assert.equal(check(decide(old), 'requires/mine/survives-app-restart').allowed, 'not asked');
});

test("what a policy of one's own requires and the run did not ask for is unknown, or listed if it says so", () => {
  const requires = [{ promise: 'survives-server-restart' }];
  assert.equal(withPolicy(unasked(['survives-server-restart']), { requires }).verdict, 'unknown');
  const listed = [{ promise: 'survives-server-restart', notAsked: 'listed' }];
  assert.equal(withPolicy(unasked([]), { requires: listed }).verdict, 'pass');
  const never = withPolicy(unasked(['lists-sessions']), { requires: [{ promise: 'lists-sessions' }] });
  assert.match(check(never, 'requires/mine/lists-sessions').message, /no workload puts it to the test/);
  const none = withPolicy(unasked([]), { requires: [{ promise: 'touch-extends', store: 'Mime' }] });
  assert.match(
    check(none, 'policy/requires[0]').message,
    /no store of this run matches "Mime"\. Did you mean "Mine"/,
  );
  const twice = withPolicy(unasked([]), { requires: [...requires, ...requires] });
  assert.match(check(twice, 'policy/requires[0]').message, /a later rule/);
});

test('what is required and was kept passes, promised or not', () => {
  const kept = experiment('mine', {
    promises: [],
    notPromised: ['survives-app-restart'],
    unpromised: [{ id: 'survives-app-restart', verdict: 'kept' }],
  });
  const decision = withPolicy(runs.run([kept]), { requires: [{ promise: 'survives-app-restart' }] });
  assert.equal(decision.verdict, 'pass');
  assert.match(check(decision, 'requires/mine/survives-app-restart').message, /though not promised/);
});

test('what breaks a requirement and is allowed by a rule is allowed, and said', () => {
  const anomalies = ['lost-session', 'session-unavailable'].map((kind) => ({
    kind,
    store: 'MemoryStore',
    max: 'any',
    because: 'a demonstration',
  }));
  const decision = withPolicy(runs.allShown(), { anomalies });
  assert.equal(decision.verdict, 'pass');
  assert.equal(check(decision, 'requires/memory/survives-app-restart').allowed, 'policy');
});

test('a lost update, which every store has, is allowed with the reason, and can be forbidden', () => {
  const anomalyCounts = { 'lost-update': 4 };
  const tabs = runs.run([experiment('redis', { verdict: 'fail', anomalyCounts })]);
  for (const decision of [decide(tabs), decide(tabs, POLICIES['as-promised'])]) {
    assert.equal(decision.verdict, 'pass');
    const allowed = check(decision, 'anomaly/redis/register/lost-update');
    assert.equal(allowed.allowed, 'policy');
    assert.match(allowed.message, /4 found.*saves whole documents/);
  }
  assert.equal(withPolicy(tabs, { anomalies: [{ kind: 'lost-update', max: 0 }] }).verdict, 'fail');
});
