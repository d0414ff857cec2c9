import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import { changedIn, treeWith, writtenFor } from './copied-tree.ts';
import { MADE_UP_CHECKER } from './made-up-checker.ts';

/** What docs:anomalies and docs:policy write. */
const MADE = ['docs/ANOMALIES.md', 'docs/GATE.md', 'policy.schema.json'];
/** Those that know every kind: its story, its section, its place in the policy, the order of them all. */
const TESTS = [
  'checker/oracle/guide',
  'checker/page',
  'checker/catalogue',
  'gate/docs',
  'gate/published-schemas',
];

test('a new checker is a file and a line; the rest is made from them, and its story is tested', async () => {
  await using tree = await treeWith([MADE_UP_CHECKER]);
  const inTree = (...args: string[]) =>
    execa(process.execPath, args, {
      cwd: tree.path,
      // Node runs no tests within a test otherwise.
      env: { NODE_TEST_CONTEXT: undefined },
      reject: false,
      all: true,
    });
  for (const tool of ['tools/anomalies-doc.ts', 'tools/schemas.ts']) {
    const { exitCode, all } = await inTree(tool);
    assert.equal(exitCode, 0, all);
  }
  const [line, file] = ['harness/checker/catalogue.ts', 'harness/checker/made-up.ts'];
  assert.deepEqual(writtenFor(MADE_UP_CHECKER), [line, file]);
  assert.deepEqual((await changedIn(tree.path)).toSorted(), [...MADE, line, file].toSorted());
  assert.match(await readFile(join(tree.path, 'docs/ANOMALIES.md'), 'utf8'), /\n### made-up\n/);

  const { exitCode, all } = await inTree('--test', ...TESTS.map((each) => `harness/${each}.test.ts`));
  assert.equal(exitCode, 0, all);
  assert.match(all, /2-3\s+c1\s+read on=app-13 is made-up/);
});
