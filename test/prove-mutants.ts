/**
 * `npm run prove:mutants`: breaks each rule of the model, the decision and the checkers in turn, in a copy of the sources, and
 * runs their suite. Lists the mutants that nothing noticed. Exit 1 if there is one that is not known to be the same program.
 *
 *   --only <text>   those whose file or text has it
 *   --jobs <count>  side by side (2)
 */
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { MUTANTS, type Mutant } from './mutants.ts';
import { sideBySide } from './planted/side-by-side.ts';

const root = resolve(import.meta.dirname, '..');
const { values } = parseArgs({
  options: { only: { type: 'string' }, jobs: { type: 'string', default: '2' } },
});
/** A mutant may never come to an end: that is noticed too. */
const LIMIT_MS = 600_000;

const chosen = MUTANTS.filter(({ file, from, to }) => `${file} ${from} ${to}`.includes(values.only ?? ''));
// A suite that fails by itself would notice everything.
if (await isNoticed()) throw new Error('the suite fails though nothing is broken: see npm test');
const survivors: Mutant[] = [];
let done = 0;
await sideBySide(chosen, Number(values.jobs), async (mutant) => {
  const noticed = await isNoticed(mutant);
  if (!noticed) survivors.push(mutant);
  console.error(`${++done}/${chosen.length} ${noticed ? 'noticed ' : 'SURVIVED'} ${described(mutant)}`);
});
console.log(`${chosen.length - survivors.length} of ${chosen.length} mutants were noticed`);
for (const mutant of survivors) console.log(`  survived: ${described(mutant)}`);
process.exitCode = survivors.length === 0 ? 0 : 1;

async function isNoticed(mutant?: Mutant): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-mutant-'));
  try {
    for (const part of ['harness', 'protocol', 'docs', 'package.json'])
      await cp(join(root, part), join(folder, part), { recursive: true });
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    if (mutant !== undefined) await breakIn(folder, mutant);
    const inOneProcess = ['--test', '--test-isolation=none'];
    // What is quick first: most are noticed by it.
    for (const tests of [
      ['harness/model/*.test.ts', 'harness/checker/*.test.ts', 'harness/checker/decide/*.test.ts'],
      ['harness/checker/oracle/*.test.ts'],
    ]) {
      const { failed } = await execa(process.execPath, [...inOneProcess, ...tests], {
        cwd: folder,
        reject: false,
        timeout: LIMIT_MS,
        stdio: 'ignore',
      });
      if (failed) return true;
    }
    return false;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function breakIn(folder: string, { file, from, to }: Mutant): Promise<void> {
  const source = await readFile(join(folder, file), 'utf8');
  if (source.split(from).length !== 2) throw new Error(`${file} has not just one ${JSON.stringify(from)}`);
  await writeFile(
    join(folder, file),
    source.replace(from, () => to),
  );
}

function described({ file, from, to }: Mutant): string {
  return `${file}: ${from.trim()} -> ${to.trim() || 'nothing'}`.replaceAll(/\s+/g, ' ');
}
