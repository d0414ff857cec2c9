import { relative } from 'node:path';
import { Option, type Command } from 'commander';
import { EXIT, HoldfastError } from '../errors.ts';
import { RUN_FORMATS } from '../report/formats.ts';
import type { Results } from '../model/results.ts';
import type { PlatformName } from '../model/platforms.ts';
import { wholeNumber } from '../plan/names.ts';
import { known } from './defects.ts';
import { printShown } from './output.ts';

/** Options that every command has that runs something. */
export interface RunOptions {
  reports: string;
  seed?: string;
  platform: PlatformName;
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
      new Option('--platform <name>', 'processes of this machine, or the containers of docker-compose.yml')
        .choices(['process', 'compose'] satisfies PlatformName[])
        .default('process'),
    )
    .option('--seed <text>', 'the same seed gives the same requests and faults')
    .option(
      '--app-port <port>',
      'port of the first app instance, from 1024 (default: any free one)',
      wholeNumber(1024, 65_000),
    )
    .option('--json', 'print results.json instead of the table');
}

/** Runs the work, says where its record is if it did not come to its end, and prints its results. */
export async function finishRun(
  folder: string,
  options: Pick<RunOptions, 'json'>,
  work: () => Promise<Results>,
): Promise<Results> {
  const results = await keepingRecord(folder, work);
  printResults(results, folder, options);
  return results;
}

/** Runs the work; where it does not come to its end, the error says where its record is. */
export async function keepingRecord(folder: string, work: () => Promise<Results>): Promise<Results> {
  try {
    return await work();
  } catch (thrown) {
    const error = known(thrown);
    if (error === undefined) throw thrown;
    const shown = shortest(folder);
    throw new HoldfastError(error.exitCode, `${error.message}; what was recorded is in ${shown}`, {
      next: error.next ?? `holdfast check ${shown}`,
      cause: thrown,
    });
  }
}

/** The folder as a person would write it here. */
export function shortest(folder: string): string {
  const path = relative(process.cwd(), folder);
  return path === '' || path.startsWith('..') ? folder : path;
}

/** Prints results as a table, or as JSON. */
export const printResults = (results: Results, folder: string, { json }: Pick<RunOptions, 'json'>): void =>
  printShown(RUN_FORMATS, results, { folder: shortest(folder), json });
