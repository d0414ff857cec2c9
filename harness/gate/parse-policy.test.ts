import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePolicy, readPolicy } from './parse-policy.ts';
import { POLICIES } from './policy.ts';

const rejects = (json: unknown, message: RegExp) =>
  assert.throws(() => parsePolicy(json, 'p.json'), { name: 'HoldfastError', exitCode: 64, message });

test('an empty policy of this version requires what production needs, and leaves out nothing', () => {
  const { requires, ...rest } = parsePolicy({ policy: 1 });
  assert.deepEqual(rest, {
    policy: 1,
    anomalies: [],
    latency: [],
    figures: [],
    against: [],
    leaveOutClaims: [],
  });
  assert.deepEqual(requires, POLICIES.production.requires);
  assert.ok(requires.every(({ because }) => because !== undefined));
});

test('a misspelt promise is named with the nearest one', () => {
  rejects(
    { policy: 1, requires: [{ promise: 'survive-app-restart' }] },
    /requires\[0\]\.promise: "survive-app-restart" is not known\. Did you mean "survives-app-restart"\?/,
  );
  rejects(
    { policy: 1, requires: [{ promise: 'touch-extends', notAskd: 'listed' }] },
    /requires\[0\]\.notAskd: there is no such field\. Did you mean "notAsked"/,
  );
});

const refused = (text: string, message: RegExp) =>
  assert.throws(() => readPolicy(text, 'p.json'), { exitCode: 64, message });

test('what no person wrote is refused at once: too deep, too large, too many rules', () => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  refused(`{"policy": ${deep}}`, /nested more than 16 deep/);
  refused(`{"policy": 1, "anomalies": [{"kind": ${deep}}]}`, /nested more than 16 deep/);
  const rules = Array.from({ length: 50_000 }, () => ({ claim: 'C1' }));
  refused(JSON.stringify({ policy: 1, leaveOutClaims: rules }), /has 50000 rules; 1000 are the most/);
  refused(JSON.stringify({ policy: 1, leaveOutClaims: [...rules, ...rules] }), /has \d+ bytes; 1000000/);
  refused('{', /is not YAML or JSON: .* \(line 1, column 2\)/);
  const brackets = { claim: '[[[[[[[[[[[[[[[[[["{{' };
  const { leaveOutClaims } = readPolicy(JSON.stringify({ policy: 1, leaveOutClaims: [brackets] }), 'p');
  assert.deepEqual(leaveOutClaims, [brackets]);
});

test('a policy of many mistakes is told of the first, and nothing in it reaches the terminal as it is', () => {
  const bad = Array.from({ length: 1000 }, () => ({ claim: 'C1', wrong: 1 }));
  rejects({ policy: 1, leaveOutClaims: bad }, /and 980 more$/);
  assert.throws(
    () => readPolicy('{"policy":"\u{202e}\u{9b}31m", "\\u001bx": 1}', 'p\u{7}'),
    ({ message }: Error) =>
      message.includes(String.raw`\u{202e}`) && !/[\p{Cc}\p{Cf}]/u.test(message.replaceAll('\n', '')),
  );
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
    /maxMs: it is missing; expected a number of milliseconds/,
  );
  rejects({ policy: 2 }, /policy: 2 is not known\. .*Known: 1/);
  rejects([], /top level: expected object, found \[\]/);
  rejects({}, /policy: it is missing; known: 1/);
});

const YAML = `# yaml-language-server: $schema=policy.schema.json
policy: 1
anomalies:
  - kind: lost-write
    max: 2
    because: "the runbook: clients write again"
`;

test('a policy may be YAML, which is what the same JSON is', () => {
  const because = 'the runbook: clients write again';
  const json = { policy: 1, anomalies: [{ kind: 'lost-write', max: 2, because }] };
  assert.deepEqual(readPolicy(YAML, 'p.yaml'), readPolicy(JSON.stringify(json), 'p.json'));
});

test('what is wrong in a file is told with its line and column', () => {
  refused(
    YAML.replace('kind: lost-write', 'kind: lost-writes'),
    /anomalies\[0\]\.kind \(line 4, column 11\): "lost-writes" is not known\. Did you mean "lost-write"/,
  );
  refused(
    YAML.replace('max:', 'maks:'),
    /anomalies\[0\]\.max \(line 4, column 5\): it is missing[\s\S]*anomalies\[0\]\.maks \(line 5, column 5\): there is no such field\. Did you mean "max"/,
  );
  refused('{\n  "policy": 1,\n  "anomalie": []\n}', /anomalie \(line 3, column 3\): there is no such field/);
  refused('policy: 1\nlatency: [\n', /is not YAML or JSON: .*\(line \d+, column \d+\)/);
});

test('a list that stands twice loses no rule without a word, and nothing in a small file becomes a large one', () => {
  refused('policy: 1\nanomalies: []\nanomalies: []\n', /Map keys must be unique \(line 3, column 1\)/);
  refused('{"policy": 1, "latency": [], "latency": []}', /Map keys must be unique/);
  refused('policy: 1\nlatency: &a []\nfigures: *a\n', /alias \(\*\) has no place.*line 3, column 10/);
  refused('policy: 1\n---\npolicy: 1\n', /is not YAML or JSON/);
});

test('YAML that is nested by dashes or by spaces is refused as brackets are', () => {
  refused('- '.repeat(400_000), /nested more than 16 deep/);
  const indented = Array.from({ length: 900 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n');
  refused(indented, /nested more than 16 deep/);
});

test('a figure that is misspelt or has no limit is told', () => {
  rejects(
    { policy: 1, figures: [{ figure: 'outage', max: 1 }] },
    /figures\[0\]\.figure: "outage" is not known\..* Known: unserved-share, /,
  );
  rejects(
    { policy: 1, figures: [{ figure: 'outage-ms' }] },
    /figures\[0\]: expected "max" or "min", or both/,
  );
  rejects(
    { policy: 1, figures: [{ figure: 'outage-ms', min: 3, max: 2 }] },
    /expected "min" to be "max" at most/,
  );
  rejects({ policy: 1, figures: [{ figure: 'outage-ms', max: '2s' }] }, /expected a number, in the unit/);
});

const meant = (yaml: string) =>
  [...refusal(`policy: 1\n${yaml}`).matchAll(/Did you mean "(.*?)"/g)].map(([, name]) => name);

test('a field that is mistyped in whatever way gets the name that was meant', () => {
  assert.deepEqual(meant('anomalys: []'), ['anomalies']);
  assert.deepEqual(meant('Anomalies: []'), ['anomalies']);
  assert.deepEqual(meant('latency: [{ quantile: p99, max_ms: 5 }]'), ['maxMs']);
  assert.deepEqual(meant('anomalies: [{ kind: lost-write, maximum: 5 }]'), ['max']);
  // Of a field that looks like none, it is the one that is missing.
  assert.deepEqual(meant('anomalies: [{ type: lost-write, max: 5 }]'), ['kind']);
  assert.deepEqual(meant('anomalies: [{ type: lost-write, limit: 5 }]'), []);
});

function refusal(text: string): string {
  try {
    readPolicy(text, 'policy.yaml');
  } catch (error) {
    return (error as Error).message;
  }
  return assert.fail('it was taken');
}
