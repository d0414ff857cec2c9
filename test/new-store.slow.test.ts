import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { MADE_UP_CHECKER, MADE_UP_FAULT, MADE_UP_WORKLOAD } from './made-up-parts.ts';
import { treeWithMadeUpStores } from './made-up-stores.ts';

const TSC = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));

test(
  'with a new store, server, checker, workload and fault all types still hold',
  { timeout: 10 * 60_000 },
  async () => {
    await using tree = await treeWithMadeUpStores([MADE_UP_CHECKER, MADE_UP_WORKLOAD, MADE_UP_FAULT]);
    const inTree = (...args: string[]) =>
      execa(process.execPath, args, { cwd: tree.path, reject: false, all: true });
    assert.equal((await inTree(join(tree.path, 'infra/stack/generate.ts'))).exitCode, 0);
    const { exitCode, all } = await inTree(TSC, '-p', '.');
    assert.equal(exitCode, 0, all);
  },
);
