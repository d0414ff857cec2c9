import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { execa } from 'execa';
import { resultsSchema } from '../harness/model/results.ts';
import { provision } from '../harness/provision/provision.ts';
import { changedIn, writtenFor } from './copied-tree.ts';
import { MADE_UP_FAULT, MADE_UP_WORKLOAD } from './made-up-parts.ts';
import { treeWithMadeUpStores, WRITTEN } from './made-up-stores.ts';

const LIMIT_MS = 10 * 60_000;
const signal = new AbortController().signal;

suite('a new store', () => {
  test('is an entry and a file, and with a new server one file more; the rest is made from them', async () => {
    // What is asked of them, and what breaks them, is new as well.
    const parts = [MADE_UP_WORKLOAD, MADE_UP_FAULT];
    await using tree = await treeWithMadeUpStores(parts);
    const inTree = (args: string[], env: Record<string, string> = {}) =>
      execa(process.execPath, args, { cwd: tree.path, env, timeout: LIMIT_MS, reject: false, all: true });
    const made = await inTree(['infra/stack/generate.ts']);
    assert.equal(made.exitCode, 0, made.all);
    const written = made.stdout.replace('written: ', '').split(', ');
    for (const file of ['infra/stack/made-up.yaml', 'infra/stack/made-up-kept.yaml', 'docs/STACK.md'])
      assert.ok(written.includes(file), `${file} is not among ${made.stdout}`);
    const [without = [], with_ = []] = WRITTEN;
    assert.deepEqual([without.length, with_.length], [2, 3]);
    const byHand = (await changedIn(tree.path)).filter((file) => !written.includes(file));
    assert.deepEqual(byHand.toSorted(), [...without, ...with_, ...parts.flatMap(writtenFor)].toSorted());

    const program = join(tree.folder, 'made-up-server');
    const { path, env = {} } = await provision('redis-server', { signal, report: () => {} });
    const setting = Object.entries(env).map(([name, value]) => `${name}='${value}' `);
    await writeFile(program, `#!/bin/sh\n${setting.join('')}exec '${path}' "$@"\n`, { mode: 0o755 });
    const run = async (store: string, ...asked: string[]) => {
      const reports = join(tree.folder, store);
      const load = ['--clients', '5', '--rate', '100', '--duration', '2s'];
      const ran = await inTree(
        ['harness/cli/main.ts', 'run', '--store', store, ...asked, ...load, '--reports', reports, '--json'],
        { MADE_UP_SERVER_BIN: program },
      );
      assert.equal(ran.exitCode, 0, ran.all);
      return resultsSchema.parse(JSON.parse(ran.stdout));
    };
    const [broken] = (await run('made-up', '--workload', 'made-up', '--faults', 'app-made-up@500ms'))
      .experiments;
    assert.equal(broken?.verdict, 'pass');
    assert.deepEqual(
      broken.faults.map(({ kind, tookEffect }) => [kind, tookEffect]),
      [['app-made-up', true]],
    );
    const { experiments, versions } = await run('made-up-kept');
    assert.equal(experiments[0]?.verdict, 'pass');
    assert.ok(
      versions.some(({ name }) => name === 'made-up-server'),
      JSON.stringify(versions),
    );
  });
});
