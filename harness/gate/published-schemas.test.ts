import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { allShown } from '../report/testing/runs.ts';
import { decide } from './decide.ts';
import { decisionSchema } from './decision.ts';
import { PUBLISHED_SCHEMAS } from './published-schemas.ts';

for (const [file, schema] of Object.entries(PUBLISHED_SCHEMAS))
  test(`${file} is what is written and read`, async () => {
    const published: unknown = JSON.parse(await readFile(new URL(`../../${file}`, import.meta.url), 'utf8'));
    assert.deepEqual(published, JSON.parse(JSON.stringify(schema)));
  });

test('a decision is of the format that is published, and of nothing besides', () => {
  const decision = decide(allShown());
  assert.deepEqual(decisionSchema.parse(JSON.parse(JSON.stringify(decision))), decision);
});
