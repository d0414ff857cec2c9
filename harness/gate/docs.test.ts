import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { ANOMALY_KINDS } from '../checker/catalogue.ts';
import { parsePolicy } from './parse-policy.ts';
import { POLICY_KEYS } from './policy.ts';

const guide = await readFile(new URL('../../docs/GATE.md', import.meta.url), 'utf8');

test("the guide's example is a policy", () => {
  const example = /```json\n([\s\S]*?)```/.exec(guide)?.[1] ?? '';
  assert.equal(parsePolicy(JSON.parse(example)).anomalies.length, 2);
});

test('the guide names every field and every kind of anomaly', () => {
  for (const name of [...Object.values(POLICY_KEYS).flat(), ...ANOMALY_KINDS]) {
    assert.ok(guide.includes(`\`${name}\``), name);
  }
});
