/**
 * `npm run test:compose`: brings the stack up under a name and on ports of its own, runs the tests of test/compose on
 * it, one file at a time, takes it down, and sees that nothing is left. Arguments choose files whose path contains one
 * of them. Needs Docker; without, it says so and exits 69.
 */
import { globSync } from 'node:fs';
import getPort from 'get-port';
import { HoldfastError } from '../harness/errors.ts';
import { compose as composeCommand, docker } from '../harness/platform/compose/command.ts';
import { provision } from '../harness/provision/provision.ts';
import { compose, PORT_VARIABLES, remains, removeImages, ROOT } from './compose/stack.ts';
import { type Count, runFiles, summed } from './runner.ts';

const PROJECT = `holdfast-test-${process.pid}`;
const UP_LIMIT_S = 180;
/** Only a hang reaches it: the first time, what draws the dashboards is installed. */
const TEST_LIMIT_MS = 1_500_000;

const words = process.argv.slice(2);
const files = globSync('test/compose/*.compose.ts', { cwd: ROOT })
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .toSorted();
const signal = AbortSignal.timeout(40 * 60_000);

process.env['COMPOSE_PROJECT_NAME'] = PROJECT;
process.env['HOLDFAST_CONTROL_TOKEN'] = 'only-for-the-tests-of-the-stack';
for (const name of PORT_VARIABLES) process.env[name] = String(await getPort());
for (const event of ['SIGINT', 'SIGTERM'] as const) {
  process.on(event, () => void down().finally(() => process.exit(130)));
}

try {
  await docker(composeCommand(['build', '--quiet', 'exporter']), signal);
} catch (error) {
  if (!(error instanceof HoldfastError)) throw error;
  console.error(`${error.message}\n  Try: ${error.next}`);
  process.exit(69);
}
await provision('k6', { signal, report: (line) => console.error(line) });

const counts: Count[] = [];
try {
  const begun = performance.now();
  await compose(['up', '--detach', '--wait', '--wait-timeout', String(UP_LIMIT_S)], { signal });
  console.log(`all healthy after ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  counts.push(await runFiles(files, { concurrency: 1, limitMs: TEST_LIMIT_MS }));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  counts.push({ passed: 0, failed: 1 });
} finally {
  await down();
}
const left = await remains(PROJECT, signal);
if (left.length > 0) console.error(`left behind: ${left.join(', ')}`);
counts.push({ passed: left.length === 0 ? 1 : 0, failed: left.length === 0 ? 0 : 1 });
process.exit(summed(counts));

async function down(): Promise<void> {
  await compose(['--profile', '*', 'down', '--volumes', '--remove-orphans', '--timeout', '2'], { signal });
  await removeImages(PROJECT, signal);
}
