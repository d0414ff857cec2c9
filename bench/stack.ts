import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { PlatformName } from '../harness/model/platforms.ts';
import type { Results } from '../harness/model/results.ts';
import { FILES } from '../harness/run/folder.ts';
import { inTurn, overRounds, type Ratio } from './rounds.ts';

const CLI = fileURLToPath(new URL('../harness/cli/main.ts', import.meta.url));
/** More than anything here can take, so that what is taken is what is measured. */
const LOAD = [
  '--workload',
  'browse',
  '--rate',
  '6000',
  '--clients',
  '30',
  '--duration',
  '3s',
  '--instances',
  '2',
];
const LIMIT_MS = 180_000;

/** Operations a second on Redis through containers, balancer and wire, over the same on processes. */
export function benchStack(rounds: number): Promise<Ratio> {
  const name = 'redis: through the stack over processes, operations/s';
  return overRounds({ name, rounds }, () =>
    inTurn(
      () => throughput('compose'),
      () => throughput('process'),
      1,
    ),
  );
}

async function throughput(platform: PlatformName): Promise<number> {
  const reports = await mkdtemp(join(tmpdir(), 'holdfast-bench-'));
  try {
    const where = ['--platform', platform, '--reports', reports];
    // A generator that is late, as it must be here, makes latency unknown; it is not asked for.
    await execa(process.execPath, [CLI, 'run', '--store', 'redis', ...LOAD, ...where], {
      reject: false,
      timeout: LIMIT_MS,
      stdin: 'ignore',
    });
    const [run = ''] = await readdir(reports);
    const results = JSON.parse(await readFile(join(reports, run, FILES.results), 'utf8')) as Results;
    const [experiment] = results.experiments;
    if (experiment === undefined || experiment.problems.length > 0)
      throw new Error(`nothing was measured on ${platform}: ${experiment?.problems.join('; ') ?? 'no run'}`);
    return experiment.generator.achievedPerSecond;
  } finally {
    await rm(reports, { recursive: true });
  }
}
