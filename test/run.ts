/**
 * `npm test`: provisions the tools, runs every test, and ends with one line that counts them.
 * Arguments choose files whose path contains one of them.
 */
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { USUAL_TOOLS } from '../harness/provision/catalogue.ts';
import { provision } from '../harness/provision/provision.ts';
import { runFiles, summed } from './runner.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TEST_LIMIT_MS = 20 * 60_000;

const words = process.argv.slice(2);
const PATTERNS = [
  '{bin,app,exporter,harness,infra,protocol,scenarios,servers,test}/**/*.test.ts',
  'tools/*.test.ts',
];
const files = globSync(PATTERNS, { cwd: ROOT, exclude: ['**/node_modules/**'] })
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .filter((file) => process.env['HOLDFAST_SLOW'] === '1' || !file.endsWith('.slow.test.ts'))
  .toSorted();
if (files.length === 0) {
  console.error(`no test file has ${words.join(' or ')} in its path`);
  process.exit(64);
}

for (const tool of USUAL_TOOLS) {
  await provision(tool, { signal: AbortSignal.timeout(600_000), report: (line) => console.error(line) });
}

/** Write into a copy of the project, and run its tests there: nothing that they promise is a matter of time. */
const WITHOUT_LOAD: ReadonlySet<string> = new Set(['test/new-store.test.ts', 'test/one-more.test.ts']);
/** End-to-end runs measure time on a machine of few cores; they come last and one at a time. */
const isWhole = (file: string) => file.startsWith('test/') && !WITHOUT_LOAD.has(file);
const quick = await runFiles(
  files.filter((file) => !isWhole(file)),
  { concurrency: 2, limitMs: TEST_LIMIT_MS },
);
const whole = await runFiles(files.filter(isWhole), { concurrency: 1, limitMs: TEST_LIMIT_MS });
process.exit(summed([quick, whole]));
