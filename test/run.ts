/**
 * `npm test`: provisions the tools, runs every test, and ends with one line that counts them.
 * Arguments choose files whose path contains one of them.
 */
import { globSync } from 'node:fs';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { provision } from '../harness/provision/provision.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TOOLS = [
  'k6',
  'redis-server',
  'mongod',
  'mariadbd',
  'postgres',
  'memcached',
  'toxiproxy-server',
] as const;
/** A test that hangs must end before whoever waits for all of them loses patience. */
const TEST_LIMIT_MS = 240_000;

const words = process.argv.slice(2);
const files = globSync('{bin,app,exporter,harness,protocol,scenarios,test}/**/*.test.ts', { cwd: ROOT })
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .filter((file) => process.env['HOLDFAST_SLOW'] === '1' || !file.endsWith('.slow.test.ts'))
  .toSorted();
if (files.length === 0) {
  console.error(`no test file has ${words.join(' or ')} in its path`);
  process.exit(64);
}

for (const tool of TOOLS) {
  await provision(tool, { signal: AbortSignal.timeout(600_000), report: (line) => console.error(line) });
}

let passed = 0;
let failed = 0;
/** End-to-end runs measure time on a machine of few cores; they come last and one at a time. */
const [quick, whole] = [files.filter((file) => !isWhole(file)), files.filter(isWhole)];
for (const [group, concurrency] of [
  [quick, 2],
  [whole, 1],
] as const) {
  if (group.length > 0) await runGroup(group, concurrency);
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

function isWhole(file: string): boolean {
  return file.startsWith('test/');
}

async function runGroup(group: readonly string[], concurrency: number): Promise<void> {
  const events = run({
    cwd: ROOT,
    files: group.map((file) => ROOT + file),
    concurrency,
    timeout: TEST_LIMIT_MS,
  });
  events.on('test:pass', ({ details }) => {
    if (details.type !== 'suite') passed++;
  });
  events.on('test:fail', ({ details }) => {
    if (details.type !== 'suite') failed++;
  });
  const shown = events.compose(new spec());
  for await (const text of shown) process.stdout.write(String(text));
}
