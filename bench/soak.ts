/**
 * `npm run bench -- soak`: a long run at a steady rate, and the memory of every process of it. Prints for each what it
 * held early on and in the end, and how much it takes to judge what was recorded. Exits 1 where the run did not pass,
 * was not sent at that rate, or where a process grew or took more than it should.
 *
 *   node bin/holdfast.mjs --script bench/soak.ts MINUTES RATE    (30, 500)
 */
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';
import { execa } from 'execa';
import pidusage from 'pidusage';
import { linearRegression, median } from 'simple-statistics';
import { descendantsOf } from '../harness/platform/process/descendants.ts';
import { FILES } from '../harness/run/folder.ts';

const CLI = fileURLToPath(new URL('../harness/cli/main.ts', import.meta.url));
const EVERY_MS = 2000;
/** Until then code is compiled, and every client makes its sessions. */
const WARM_SHARE = 1 / 3;
/** Of a process that keeps to what it has: what garbage collectors leave lying about comes and goes. */
const FLAT_SHARE = 0.1;
const FLAT_BYTES = 16e6;
const JUDGE_LIMIT_BYTES = 512e6;
/** A busy machine may be unable to send more; less than this is another load. */
const RATE_SHARE = 0.98;

/** Which process of a run it is, by its command line. */
const PARTS: Record<string, RegExp> = {
  harness: /cli\/main\.ts run/,
  reaper: /reaper-main/,
  k6: /k6 run/,
  app: /app\/main\.ts/,
  server: /redis-server/,
};

const [minutes = 30, rate = 500] = process.argv.slice(2).map(Number);
const folder = await mkdtemp(join(tmpdir(), 'holdfast-soak-'));
try {
  const load = [
    '--workload',
    'browse',
    '--rate',
    String(rate),
    '--clients',
    '50',
    '--duration',
    `${minutes}m`,
  ];
  const args = ['run', '--store', 'redis', ...load, '--ttl', '60m', '--reports', folder];
  const running = execa(process.execPath, [CLI, ...args], { reject: false, stdin: 'ignore' });
  const readings = await readUntilEnd(running);
  const { exitCode, stdout } = await running;
  const [name = ''] = await readdir(folder);
  const run = join(folder, name);
  const judge = await peakOf([CLI, 'check', run, '--json']);
  const sizeOf = async (file: string) => inMegabytes((await stat(join(run, file))).size);
  console.log(stdout.split('\n').slice(0, 4).join('\n'));
  const grown = growthsOf(readings);
  console.log(tableOf(grown));
  const results = JSON.parse(await readFile(join(run, FILES.results), 'utf8')) as {
    experiments: { counts: { operations: number } }[];
  };
  const operations = results.experiments[0]?.counts.operations ?? 0;
  const reached = operations / (minutes * 60);
  console.log(
    `${minutes} min: exit code ${exitCode}, ${operations.toLocaleString('en')} operations, ${reached.toFixed(1)} a second of ${rate} asked for; a history of ${await sizeOf(FILES.history)} MB, a page of ${await sizeOf('report.html')} MB`,
  );
  const isLight = judge.bytes < JUDGE_LIMIT_BYTES;
  console.log(
    `judged again (exit code ${judge.code}) in ${judge.seconds} s with at most ${inMegabytes(judge.bytes)} MB; wanted: under 512 MB: ${isLight ? 'met' : 'NOT met'}`,
  );
  const isWhole = Object.keys(PARTS).every((part) => grown.has(part));
  const isFlat = [...grown.values()].every((growth) => growth.isFlat);
  const isSent = reached >= rate * RATE_SHARE;
  if (!isSent) console.log('the machine did not get to send what was asked for');
  const isMet = exitCode === 0 && judge.code === 0 && isWhole && isFlat && isLight && isSent;
  process.exitCode = isMet ? 0 : 1;
} finally {
  await rm(folder, { recursive: true });
}

/** Resident bytes of each part while it runs, in their order. */
async function readUntilEnd(
  running: Promise<unknown> & { pid?: number | undefined },
): Promise<Map<string, number[]>> {
  const readings = new Map<string, number[]>();
  const ended = running.then(() => true);
  while (!(await Promise.race([ended, delay(EVERY_MS, false)]))) {
    const harness = running.pid ?? 0;
    for (const pid of [harness, ...(await descendantsOf(harness))]) {
      const part = await partOf(pid);
      const memory = await pidusage(pid).then(
        (usage) => usage.memory,
        () => undefined,
      );
      if (part === undefined || memory === undefined) continue;
      readings.set(part, [...(readings.get(part) ?? []), memory]);
    }
  }
  return readings;
}

async function partOf(pid: number): Promise<string | undefined> {
  const { stdout } = await execa('ps', ['-o', 'args=', '-p', String(pid)], { reject: false });
  return Object.keys(PARTS).find((part) => PARTS[part]?.test(stdout));
}

interface Growth {
  earlyBytes: number;
  lateBytes: number;
  mostBytes: number;
  bytesPerHour: number;
  readings: number;
  isFlat: boolean;
}

/** What each part held after it had warmed up, and what it came to. */
function growthsOf(readings: ReadonlyMap<string, readonly number[]>): Map<string, Growth> {
  return new Map([...readings].map(([part, bytes]) => [part, growthOf(bytes)]));
}

function growthOf(bytes: readonly number[]): Growth {
  const window = Math.max(1, Math.floor(bytes.length / 8));
  const warm = bytes.slice(Math.floor(bytes.length * WARM_SHARE));
  const earlyBytes = median(warm.slice(0, window));
  const lateBytes = median(warm.slice(-window));
  const { m: perReading } = linearRegression(warm.map((each, index) => [index, each]));
  return {
    earlyBytes,
    lateBytes,
    mostBytes: Math.max(...bytes),
    bytesPerHour: (perReading * 3_600_000 * bytes.length) / (minutes * 60_000),
    readings: bytes.length,
    isFlat: lateBytes - earlyBytes < Math.max(FLAT_BYTES, earlyBytes * FLAT_SHARE),
  };
}

function tableOf(growths: ReadonlyMap<string, Growth>): string {
  const table = new Table({
    head: ['process', 'after a third', 'at the end', 'most', 'an hour', 'readings', ''],
    style: { head: [], border: [] },
  });
  for (const [part, growth] of growths) {
    const { earlyBytes, lateBytes, mostBytes, bytesPerHour, readings, isFlat } = growth;
    const sizes = [earlyBytes, lateBytes, mostBytes, bytesPerHour];
    table.push([
      part,
      ...sizes.map((each) => `${inMegabytes(each)} MB`),
      readings,
      isFlat ? 'flat' : 'NOT flat',
    ]);
  }
  return table.toString();
}

/** Runs a program of ours to its end, and tells the most memory that it held. */
async function peakOf(
  args: readonly string[],
): Promise<{ bytes: number; seconds: string; code: number | undefined }> {
  const startedMs = performance.now();
  const judging = execa(process.execPath, args, { reject: false, stdin: 'ignore', buffer: false });
  let bytes = 0;
  const reading = setInterval(() => {
    void pidusage(judging.pid ?? 0).then(
      ({ memory }) => (bytes = Math.max(bytes, memory)),
      () => {},
    );
  }, 100);
  const { exitCode } = await judging;
  clearInterval(reading);
  return { bytes, seconds: ((performance.now() - startedMs) / 1000).toFixed(1), code: exitCode };
}

function inMegabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
