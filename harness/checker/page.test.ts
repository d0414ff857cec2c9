import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { format, resolveConfig } from 'prettier';
import { fillIn } from './page.ts';

for (const name of ['ANOMALIES', 'GATE'])
  test(`what docs/${name}.md says of the kinds is what the catalogue does (npm run docs:anomalies)`, async () => {
    const file = new URL(`../../docs/${name}.md`, import.meta.url);
    const page = await readFile(file, 'utf8');
    assert.equal(page, await format(fillIn(page), { ...(await resolveConfig(file)), parser: 'markdown' }));
  });
