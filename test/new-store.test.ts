import assert from 'node:assert/strict';
import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { resultsSchema } from '../harness/model/results.ts';
import { temporaryFolder } from './holdfast.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LIMIT_MS = 120_000;

/** As a contributor adds it: what is known of the store, and how it is opened. */
const ENTRY = `
  'made-up': {
    name: 'Made up',
    packages: 'express-session MemoryStore, under another name',
    npm: ['express-session'],
    promises: [],
    stack: { port: 3990 },
    figure: '',
  },
`;
const OPENER = "export { open } from './memory.ts';\n";

test('a new store without a server is an entry and a file; the rest is made from them', async () => {
  await using folder = await temporaryFolder();
  const tree = join(folder.path, 'holdfast');
  const { stdout } = await execa('git', ['ls-files', '-z'], { cwd: ROOT });
  for (const file of stdout.split('\0').filter(Boolean))
    await cp(join(ROOT, file), join(tree, file), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
  const catalogue = join(tree, 'harness/stores/in-process.ts');
  const text = await readFile(catalogue, 'utf8');
  const added = text.replace(/(export const IN_PROCESS = \{)/, `$1${ENTRY}`);
  assert.notEqual(added, text);
  await writeFile(catalogue, added);
  await writeFile(join(tree, 'app/stores/made-up.ts'), OPENER);

  const inTree = (...args: string[]) =>
    execa(process.execPath, args, { cwd: tree, timeout: LIMIT_MS, reject: false, all: true });
  const made = await inTree('infra/stack/generate.ts');
  assert.match(made.stdout, /^written: .*infra\/stack\/made-up\.yaml.*docker-compose\.yml.*docs\/STACK\.md/);

  const reports = join(folder.path, 'reports');
  const run = await inTree(
    'harness/cli/main.ts',
    'run',
    '--store',
    'made-up',
    '--clients',
    '5',
    '--rate',
    '100',
    '--duration',
    '2s',
    '--reports',
    reports,
    '--json',
  );
  assert.equal(run.exitCode, 0, run.all);
  assert.equal(resultsSchema.parse(JSON.parse(run.stdout)).experiments[0]?.verdict, 'pass');
});
