import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import { changedIn, treeWith, writtenFor } from './copied-tree.ts';
import { MADE_UP_CHECKER, MADE_UP_FAULT, MADE_UP_WORKLOAD } from './made-up-parts.ts';

/** What is run after a new part, and what it writes. */
const TOOLS = {
  'tools/anomalies-doc.ts': ['docs/ANOMALIES.md', 'docs/GATE.md'],
  'tools/schemas.ts': ['policy.schema.json'],
  'tools/faults-doc.ts': ['docs/EXPERIMENTS.md'],
  'tools/workloads-doc.ts': [],
  'tools/help.ts': [
    ...['ab', 'compare', 'run', 'suite'].map((command) => `bin/help/${command}.txt`),
    'harness/cli/config/flags.ts',
  ],
};
/** Those that know every kind of anomaly, workload and fault: stories, pages, schemas, help. */
const TESTS = [
  'checker/oracle/guide',
  'checker/page',
  'checker/catalogue',
  'gate/docs',
  'gate/published-schemas',
  'cli/faults-text',
  'cli/workloads-text',
  'cli/help',
  'cli/config/config',
  'matrix/plan',
  'suite/plan',
];

test('a new checker and a new workload are a file and a line, a new fault a line more; the rest is made', async () => {
  await using tree = await treeWith([MADE_UP_CHECKER, MADE_UP_WORKLOAD, MADE_UP_FAULT]);
  const inTree = (...args: string[]) =>
    execa(process.execPath, args, {
      cwd: tree.path,
      // Node runs no tests within a test otherwise.
      env: { NODE_TEST_CONTEXT: undefined },
      reject: false,
      all: true,
    });
  for (const tool of Object.keys(TOOLS)) {
    const { exitCode, all } = await inTree(tool);
    assert.equal(exitCode, 0, all);
  }
  const byHand = [
    ['harness/checker/catalogue.ts', 'harness/checker/made-up.ts'],
    ['harness/model/workloads.ts', 'scenarios/made-up.ts'],
    [
      'harness/model/faults/app.ts',
      'harness/nemesis/faults/catalogue.ts',
      'harness/nemesis/faults/app-made-up.ts',
    ],
  ];
  assert.deepEqual([MADE_UP_CHECKER, MADE_UP_WORKLOAD, MADE_UP_FAULT].map(writtenFor), byHand);
  const made = Object.values(TOOLS).flat();
  assert.deepEqual((await changedIn(tree.path)).toSorted(), [...made, ...byHand.flat()].toSorted());
  assert.match(await readFile(join(tree.path, 'docs/ANOMALIES.md'), 'utf8'), /\n### made-up\n/);

  const { exitCode, all } = await inTree('--test', ...TESTS.map((each) => `harness/${each}.test.ts`));
  assert.equal(exitCode, 0, all);
  assert.match(all, /2-3\s+c1\s+read on=app-13 is made-up/);
});
