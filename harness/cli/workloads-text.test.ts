import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { format, resolveConfig } from 'prettier';
import { workloadsMarkdown } from './workloads-text.ts';

const DOCS = new URL('../../docs/EXPERIMENTS.md', import.meta.url);

test('the table of workloads in the docs is that of the catalogue (npm run docs:workloads)', async () => {
  const table = await format(workloadsMarkdown(), { ...(await resolveConfig(DOCS)), parser: 'markdown' });
  assert.ok((await readFile(DOCS, 'utf8')).includes(table));
});
