/**
 * `npm run bench`: what measuring costs, as ratios of A to B taken in turn in one run, and how fast the judge is.
 * `npm run bench -- recorder` runs those with that name; `long` (8 hours of run, 3 GB of disk for a while),
 * `disk-redis` and the other `disk-` ones (the right to mount), `checker-large` and `checker-split-large` (20 million operations, 4 and 12 GB), `soak` (half an hour under load) and `stack` (Docker) only run by their names.
 */
import Table from 'cli-table3';
import { execa } from 'execa';
import { fileURLToPath } from 'node:url';
import { benchApp } from './app.ts';
import { benchDisk } from './disk.ts';
import { benchRecorder } from './recorder.ts';
import type { Ratio } from './rounds.ts';
import { benchStack } from './stack.ts';
import { benchWire } from './wire.ts';
import { benchWrapper } from './wrapper.ts';

const RATIOS: Record<string, () => Promise<Ratio>> = {
  'app-memory': () => benchApp('memory', 5),
  'app-redis': () => benchApp('redis', 5),
  'wrapper-redis': () => benchWrapper('redis', 'through the wrapper', { rounds: 9, wanted: 0.95 }),
  // Its operation takes two microseconds: how much of what is lost is the clock's, the next one tells.
  'wrapper-memory': () => benchWrapper('memory', 'through the wrapper', { rounds: 9, wanted: 0.85 }),
  'clock-memory': () => benchWrapper('memory', 'between two readings of the clock', { rounds: 9 }),
  recorder: () => benchRecorder(9),
  'wire-redis': () => benchWire('redis', 7),
  // Linux, and the right to mount.
  'disk-redis': () => benchDisk('redis', { persistence: 'aof-everysec' }, { rounds: 5 }),
  'disk-redis-always': () => benchDisk('redis', { persistence: 'aof-always' }, { rounds: 5 }),
  'disk-postgres': () => benchDisk('postgres', {}, { rounds: 5 }),
  'disk-mysql': () => benchDisk('mysql', {}, { rounds: 5 }),
  'disk-mongo': () => benchDisk('mongo', {}, { rounds: 5 }),
  // Needs Docker, and takes minutes.
  stack: () => benchStack(3),
};

/** In processes of their own: the most memory that one took is a figure too. */
const PROGRAMS: Record<string, [script: URL, ...args: string[]]> = {
  checker: [new URL('checker.ts', import.meta.url), '1000000', '5'],
  'checker-split': [new URL('split.ts', import.meta.url), '1000000', '5'],
  'checker-split-large': [new URL('split.ts', import.meta.url), '20000000', '1'],
  'checker-concurrent': [new URL('concurrent.ts', import.meta.url), '200000'],
  'checker-large': [new URL('long.ts', import.meta.url), '20000000'],
  long: [new URL('long.ts', import.meta.url), '14400000'],
  soak: [new URL('soak.ts', import.meta.url), '30', '500'],
};

const BY_NAME: ReadonlySet<string> = new Set([
  'checker-large',
  'checker-split-large',
  'disk-mongo',
  'disk-mysql',
  'disk-postgres',
  'disk-redis',
  'disk-redis-always',
  'long',
  'soak',
  'stack',
]);

const words = process.argv.slice(2);
const isChosen = (name: string) => (words.length === 0 ? !BY_NAME.has(name) : words.includes(name));

const table = new Table({
  head: ['A over B', 'median', 'quartiles', 'rounds', 'wanted', ''],
  style: { head: [], border: [] },
});
for (const [name, bench] of Object.entries(RATIOS).filter(([name]) => isChosen(name))) {
  console.error(`measuring ${name} ...`);
  const { name: what, ratio, low, high, rounds, wanted } = await bench();
  const spread = `${low.toFixed(3)} to ${high.toFixed(3)}`;
  table.push([
    what,
    ratio.toFixed(3),
    spread,
    rounds,
    wanted?.toFixed(2) ?? '',
    wanted === undefined ? '' : ratio >= wanted ? 'met' : 'NOT met',
  ]);
}
if (table.length > 0) console.log(table.toString());
for (const [name, [program, ...args]] of Object.entries(PROGRAMS).filter(([name]) => isChosen(name))) {
  console.error(`measuring ${name} ...`);
  const { exitCode } = await execa(process.execPath, [fileURLToPath(program), ...args], {
    stdout: 'inherit',
    stderr: 'inherit',
    reject: false,
  });
  if (exitCode !== 0) process.exitCode = 1;
}
