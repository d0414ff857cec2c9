import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePolicy } from './parse-policy.ts';

const rejects = (json: unknown, message: RegExp) =>
  assert.throws(() => parsePolicy(json, 'p.json'), { name: 'HoldfastError', exitCode: 64, message });

test('an empty policy of this version forbids every anomaly and leaves out nothing', () => {
  assert.deepEqual(parsePolicy({ policy: 1 }), { policy: 1, anomalies: [], latency: [], leaveOutClaims: [] });
});

test('an unknown kind or field is named with where it stands and the nearest one that is known', () => {
  rejects(
    { policy: 1, anomalies: [{ kind: 'lost-writes', max: 1 }] },
    /p\.json is not a policy: anomalies\[0\]\.kind: "lost-writes" is not known\. Did you mean "lost-write"\?/,
  );
  rejects(
    { policy: 1, anomalie: [] },
    /anomalie: there is no such field\. Did you mean "anomalies"\? Known: policy, /,
  );
  rejects(
    { policy: 1, latency: [{ quantile: 'p95', maxMs: 5, expriment: 'x' }] },
    /quantile: "p95" is not known\..*p50, p90, p99[\s\S]*latency\[0\]\.expriment: .*Did you mean "experiment"/,
  );
});

test('what is of the wrong type says what was expected and what was seen', () => {
  rejects(
    { policy: 1, anomalies: [{ kind: '*', max: -1 }] },
    /max: expected a whole number from 0, or "any", found -1/,
  );
  rejects(
    { policy: 1, latency: [{ quantile: 'p99' }] },
    /maxMs: expected a number of milliseconds, found nothing/,
  );
  rejects({ policy: 2 }, /policy: 2 is not known\. .*Known: 1/);
  rejects([], /top level: expected object, found \[\]/);
  rejects({}, /policy: nothing is not known/);
});
