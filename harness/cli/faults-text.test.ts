import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { format, resolveConfig } from 'prettier';
import { FAULT_KINDS, FAULTS, type FaultTraits } from '../model/faults.ts';
import { parseFaults } from '../plan/parse.ts';
import { describedFaults, faultsMarkdown, faultsText } from './faults-text.ts';

const DOCS = new URL('../../docs/EXPERIMENTS.md', import.meta.url);

test('the table of faults in the docs is that of the catalogue (npm run docs:faults)', async () => {
  const table = await format(faultsMarkdown(), { ...(await resolveConfig(DOCS)), parser: 'markdown' });
  assert.ok((await readFile(DOCS, 'utf8')).includes(table));
});

test('each fault says what it does, needs and is shown by, and what it is written as is taken', () => {
  const one = { store: 'redis', instances: 3, hasServer: true, keepsFiles: true };
  const several = { ...one, topology: 'sentinel' };
  assert.deepEqual(
    describedFaults().map(({ fault }) => fault),
    FAULT_KINDS,
  );
  const text = faultsText().replaceAll(/[│\s]+/g, ' ');
  for (const { fault, written, does, needs, shownBy } of describedFaults()) {
    const [program] = (FAULTS[fault] as FaultTraits).servers ?? [];
    const isOfPods = needs.includes('--kubernetes-app');
    const platform = needs.includes('Chaos Mesh') ? 'kubernetes' : 'process';
    const sites = needs.includes('--topology') ? several : ({ ...one, program, isOfPods, platform } as const);
    assert.equal(parseFaults(written, sites)[0]?.kind, fault);
    for (const words of [does, needs, shownBy]) assert.ok(text.includes(words));
  }
});
