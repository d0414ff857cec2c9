import assert from 'node:assert/strict';
import { test } from 'node:test';
import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import Ajv from 'ajv-draft-04';
import * as fc from 'fast-check';
import * as runs from '../report/testing/runs.ts';
import { renderFindingsSarif } from '../report/sarif/findings.ts';
import { decide, decideAgainst } from './decide.ts';
import { POLICIES } from './policy.ts';
import { renderGateSarif } from './sarif.ts';

// Formats are in the schema's words too, and take another package; `uri` is looked at below.
const isSarif = new Ajv.default({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(
  schema,
);

interface Log {
  runs: [
    {
      tool: { driver: { rules: { id: string }[] } };
      invocations: [{ exitCode: number }];
      results: {
        ruleId: string;
        ruleIndex: number;
        level: string;
        message: { text: string };
        locations: [{ physicalLocation: { artifactLocation: { uri: string } } }];
        partialFingerprints: Record<string, string>;
      }[];
    },
  ];
}

function runOf(text: string): Log['runs'][0] {
  const log: unknown = JSON.parse(text);
  assert.ok(isSarif(log), JSON.stringify(isSarif.errors));
  return (log as unknown as Log).runs[0];
}

test('a decision is SARIF by the published schema: fail is an error, unknown a warning, and what passed is left out', () => {
  const against = decideAgainst(
    [runs.redisLostAWrite()],
    [runs.allShown()],
    POLICIES['as-promised'],
    'as-promised',
  );
  for (const decision of [
    ...[runs.allShown, runs.redisLostAWrite, runs.mongoMissing, runs.emptyRun].map((make) => decide(make())),
    against,
  ]) {
    const { results, tool, invocations } = runOf(renderGateSarif(decision));
    const count = (level: string) => results.filter((result) => result.level === level).length;
    const checks = (verdict: string) => decision.checks.filter((check) => check.verdict === verdict).length;
    assert.equal(count('error'), checks('fail'));
    assert.equal(count('warning'), checks('unknown'));
    assert.equal(results.length, checks('fail') + checks('unknown'));
    assert.equal(invocations[0].exitCode, { pass: 0, fail: 1, unknown: 2 }[decision.verdict]);
    for (const { ruleId, ruleIndex } of results) assert.equal(tool.driver.rules[ruleIndex]?.id, ruleId);
    const fingerprints = results.map((result) => result.partialFingerprints['holdfast/v1']);
    assert.equal(new Set(fingerprints).size, results.length);
  }
});

const uriOf = (name: string) =>
  runOf(renderGateSarif(decide(runs.redisLostAWrite(), POLICIES['production'], name))).results[0]
    ?.locations[0].physicalLocation.artifactLocation.uri;

test('an alert stands at the policy that decided, or the one that would', () => {
  assert.equal(uriOf('production'), 'holdfast.policy.yaml');
  assert.equal(uriOf('./ci/our policy.yaml'), 'ci/our%20policy.yaml');
});

test('findings of a history are SARIF: an experiment that cannot be trusted has no error, and is itself a warning', () => {
  const first = runs.redisLostAWrite().experiments.find(({ anomalies }) => anomalies.length > 0);
  assert.ok(first);
  const found = (verdict: 'fail' | 'unknown') =>
    runOf(
      renderFindingsSarif([{ ...first, verdict, reason: 'cut off' }], {
        verdict,
        version: '1.2.3',
        file: 'h.ndjson',
      }),
    ).results;
  const failed = found('fail');
  assert.equal(failed.length, Object.values(first.anomalyCounts).filter((count) => count !== 0).length);
  assert.ok(failed.every(({ level }) => level === 'error'));
  const unsure = found('unknown');
  assert.ok(unsure.every(({ level }) => level === 'warning'));
  assert.match(unsure.at(-1)?.message.text ?? '', /Unknown: .*cut off/);
  const none = renderFindingsSarif([], { verdict: 'unknown', version: '1.2.3', file: 'h.ndjson' });
  assert.equal(runOf(none).results.length, 1);
});

test('no name spoils a log, and each file is a URI reference', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      const { results } = runOf(renderGateSarif(decide(runs.named(name), POLICIES['production'], name)));
      for (const { locations } of results) {
        const { uri } = locations[0].physicalLocation.artifactLocation;
        assert.doesNotThrow(() => new URL(uri, 'file:///checkout/'));
      }
    }),
    { numRuns: 50 },
  );
});
