import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auditReport } from '../tools/audit-report.ts';

const of = (vulnerabilities: object) =>
  auditReport(JSON.stringify({ auditReportVersion: 2, vulnerabilities }));

test('a registry that gives no advisories fails nothing, and is said to have given none', () => {
  for (const printed of ['', 'html', '{}', '{"message":"405 Method Not Allowed"}']) {
    const { lines, passes } = auditReport(printed);
    assert.ok(passes);
    assert.match(lines.join('\n'), /^advisories: not checked, for the registry did not answer \(.+\)$/);
  }
});

test('a grave advisory fails, a lesser one is named', () => {
  assert.deepEqual(of({}), {
    lines: ['advisories: 0 of the packages that runs use have some, 0 of them grave'],
    passes: true,
  });
  const moderate = { severity: 'moderate', range: '<2' };
  const lesser = of({ tea: moderate });
  assert.ok(lesser.passes);
  assert.equal(lesser.lines[0], 'advisories: moderate: tea <2');
  assert.equal(of({ tea: moderate, cup: { severity: 'critical', range: '*' } }).passes, false);
});
