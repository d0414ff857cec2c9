import { relative } from 'node:path';
import { Option, type Command } from 'commander';
import { EXIT, HoldfastError } from '../errors.ts';
import { RUN_FORMATS } from '../report/formats.ts';
import type { Results } from '../model/results.ts';
import type { PlatformName } from '../model/platforms.ts';
import { wholeNumber } from '../plan/names.ts';
import { carryOut, type CarriedOut, type Means, type Wanted } from '../run/carry-out.ts';
import { known } from './defects.ts';
import { printShown } from './output.ts';

/** Options that every command has that runs something. */
export interface RunOptions {
  reports: string;
  seed?: string;
  platform: PlatformName;
  context?: string;
  image?: string;
  appPort?: number;
  json?: boolean;
}

export const EXIT_OF: Record<Results['verdict'], number> = {
  pass: EXIT.pass,
  fail: EXIT.fail,
  unknown: EXIT.unknown,
};

export function runOptions(command: Command): Command {
  return command
    .option('--reports <folder>', 'where the run gets its folder', 'reports')
    .addOption(
      new Option(
        '--platform <name>',
        'processes of this machine, the containers of docker-compose.yml, or pods of a cluster (docs/KUBERNETES.md)',
      )
        .choices(['process', 'compose', 'kubernetes'] satisfies PlatformName[])
        .default('process'),
    )
    .option(
      '--context <name>',
      'with --platform kubernetes, which cluster, by its name in your kubeconfig; a run makes a namespace there, and takes it away again',
    )
    .option(
      '--image <name>',
      'with --platform kubernetes, the image of the app as the cluster pulls it (default: holdfast-app of this version)',
    )
    .option('--seed <text>', 'the same seed gives the same requests and faults')
    .option(
      '--app-port <port>',
      'port of the first app instance, from 1024 (default: any free one)',
      wholeNumber(1024, 65_000),
    )
    .option('--json', 'print results.json instead of the table');
}

/** Carries out what is wanted; where it does not come to its end, the error says where its record is. */
export async function keepingRecord(wanted: Wanted, means: Means): Promise<CarriedOut> {
  let folder: string | undefined;
  try {
    return await carryOut(wanted, {
      ...means,
      onFolder: (made) => {
        folder = made;
        means.onFolder?.(made);
      },
    });
  } catch (thrown) {
    const error = known(thrown);
    if (error === undefined || folder === undefined) throw thrown;
    const shown = shortest(folder);
    throw new HoldfastError(error.exitCode, `${error.message}; what was recorded is in ${shown}`, {
      next: error.next ?? `holdfast check ${shown}`,
      cause: thrown,
    });
  }
}

/** Carries out what is wanted, prints its results, and sets the exit code. */
export async function runAndPrint(
  wanted: Wanted,
  means: Means,
  options: Pick<RunOptions, 'json'>,
): Promise<CarriedOut> {
  const { folder, results } = await keepingRecord(wanted, means);
  printResults(results, folder, options);
  process.exitCode = EXIT_OF[results.verdict];
  return { folder, results };
}

/** The folder as a person would write it here. */
export function shortest(folder: string): string {
  const path = relative(process.cwd(), folder);
  return path === '' || path.startsWith('..') ? folder : path;
}

/** Prints results as a table, or as JSON. */
export const printResults = (results: Results, folder: string, { json }: Pick<RunOptions, 'json'>): void =>
  printShown(RUN_FORMATS, results, { folder: shortest(folder), json });
