/**
 * `npm run test:compose`: brings the stack up under a name and on ports of its own, runs the tests of test/compose on
 * it, takes it down, and sees that nothing is left. Arguments choose files whose path contains one of them; those that
 * are slow run where HOLDFAST_SLOW is 1, by `npm run test:compose:long`. Needs Docker; without, it says so and exits 69.
 */
import { globSync } from 'node:fs';
import { basename } from 'node:path';
import getPort, { portNumbers } from 'get-port';
import { HoldfastError } from '../harness/errors.ts';
import { compose as composeCommand, docker } from '../harness/platform/compose/command.ts';
import { provision } from '../harness/provision/provision.ts';
import { messageOf } from '../protocol/message-of.ts';
import { compose, PORT_VARIABLES, remains, removeImages, ROOT } from './compose/stack.ts';
import { type Count, runFiles, summed } from './runner.ts';

const PROJECT = `holdfast-test-${process.pid}`;
const UP_LIMIT_S = 180;
/**
 * Some are bound minutes after they were chosen, so they lie below those that the kernel hands out to whoever asks for any
 * (from 32,768 on); and two of these on one machine begin elsewhere.
 */
const FIRST_PORT = 20_000 + ((process.pid * 61) % 10_000);
/** Only a hang reaches it: the first time, what draws the dashboards is installed. */
const TEST_LIMIT_MS = 1_500_000;

/** Have projects of their own, and wait for containers most of the time: they run beside those on the shared stack. */
const BESIDE: ReadonlySet<string> = new Set([
  'image',
  'mistakes',
  'project',
  'rules',
  'totals',
  'your-project',
]);
/** What they find rests on figures: they run on the shared stack when all else is over. */
const ALONE: ReadonlySet<string> = new Set(['platform', 'prove']);
/** Load both processors by stacks of their own: the shared one, whose checks alone take a part of them, is gone by then. */
const LAST: ReadonlySet<string> = new Set(['stores']);

const SLOW = process.env['HOLDFAST_SLOW'] === '1';
const words = process.argv.slice(2);
const files = globSync('test/compose/*.compose.ts', { cwd: ROOT })
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .filter((file) => SLOW || !file.endsWith('.slow.compose.ts'))
  .toSorted();
if (files.length === 0) {
  console.error(`no test of the stack has ${words.join(' or ')} in its path`);
  process.exit(64);
}
const signal = AbortSignal.timeout(60 * 60_000);

process.env['COMPOSE_PROJECT_NAME'] = PROJECT;
process.env['HOLDFAST_CONTROL_TOKEN'] = 'only-for-the-tests-of-the-stack';
for (const name of PORT_VARIABLES)
  process.env[name] = String(await getPort({ port: portNumbers(FIRST_PORT, 32_000) }));
/** Whoever interrupts waits for the end of what is under way: what it has up would be there again after `down`. */
const interruption = new AbortController();
for (const event of ['SIGINT', 'SIGTERM'] as const) process.on(event, () => interruption.abort());
const untilOver = AbortSignal.any([signal, interruption.signal]);

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
  await compose(['up', '--detach', '--wait', '--wait-timeout', String(UP_LIMIT_S)], {
    signal: untilOver,
  });
  console.log(`all healthy after ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  const lanes = Map.groupBy(files, (file) => laneOf(basename(file).split('.', 1)[0] ?? ''));
  const run = (lane: Lane) =>
    runFiles(lanes.get(lane) ?? [], { concurrency: 1, limitMs: TEST_LIMIT_MS, signal: untilOver });
  // Compiling what two of the slow tests' stores need takes two minutes, and the tests on the stack wait for most of theirs.
  const [shared, beside] = await Promise.all([run('shared'), run('beside'), buildProfiles()]);
  counts.push(shared, beside);
  counts.push(await run('alone'));
  await down();
  counts.push(await run('last'));
  console.log(`over after ${((performance.now() - begun) / 1000).toFixed(0)} s`);
} catch (error) {
  console.error(messageOf(error));
  counts.push({ passed: 0, failed: 1 });
} finally {
  await down();
}
const left = await remains(PROJECT, signal);
if (left.length > 0) console.error(`left behind: ${left.join(', ')}`);
counts.push({ passed: left.length === 0 ? 1 : 0, failed: left.length === 0 ? 0 : 1 });
process.exit(interruption.signal.aborted ? 130 : summed(counts));

type Lane = 'shared' | 'beside' | 'alone' | 'last';

function laneOf(name: string): Lane {
  if (BESIDE.has(name)) return 'beside';
  if (LAST.has(name)) return 'last';
  return ALONE.has(name) ? 'alone' : 'shared';
}

/** Whoever needs an image that could not be built says so, and who chose files may need none. */
async function buildProfiles(): Promise<void> {
  if (!SLOW || words.length > 0) return;
  await compose(['--profile', 'all', 'build', '--quiet'], { signal: untilOver }).catch(() => {});
}

async function down(): Promise<void> {
  await compose(['--profile', '*', 'down', '--volumes', '--remove-orphans', '--timeout', '2'], { signal });
  await removeImages(PROJECT, signal);
}
