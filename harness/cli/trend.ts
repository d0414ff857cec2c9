import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { EXIT, messageOf, usageError } from '../errors.ts';
import { loadResults } from '../report/load.ts';
import { writeFormats } from '../report/write.ts';
import { FILES } from '../run/folder.ts';
import { TREND_FORMATS } from '../trend/formats.ts';
import { trendOf, type Indexed } from '../trend/trend.ts';
import { printShown, say } from './output.ts';

/** `holdfast trend [reports]`: all runs of a folder over time, from their results alone. */
export function trendCommand(program: Command): void {
  program
    .command('trend')
    .description('Show all runs of a folder over time, and where a figure changed its level')
    .argument('[reports]', 'the folder that the runs are in', 'reports')
    .option('--json', 'print JSON instead of the table')
    .action(async (reports: string, { json }: { json?: boolean }) => {
      const groups = trendOf(await indexOf(reports));
      if (groups.length === 0)
        throw usageError(`${reports} has no run with results`, {
          next: 'the folder in which runs get theirs',
        });
      await writeFormats(TREND_FORMATS, groups, reports);
      printShown(TREND_FORMATS, groups, { folder: reports, json });
      process.exitCode = EXIT.pass;
    });
}

/** The runs of a folder, those of A/B comparisons and of CI jobs that lie one deeper included. What cannot be read is said, and left out. */
async function indexOf(reports: string, under = '', depth = 2): Promise<Indexed[]> {
  const names = await readdir(join(reports, under), { withFileTypes: true }).catch((cause: unknown) => {
    throw usageError(`${join(reports, under)} could not be read: ${messageOf(cause)}`, {
      cause,
      next: 'give the folder that has the folders of runs, such as reports',
    });
  });
  const folders = names.filter((each) => each.isDirectory()).map(({ name }) => join(under, name));
  const found = await Promise.all(
    folders.map(async (folder): Promise<Indexed[]> => {
      const path = join(reports, folder);
      if (!existsSync(join(path, FILES.results))) return depth > 1 ? indexOf(reports, folder, depth - 1) : [];
      try {
        return [{ folder, results: (await loadResults(path)).results }];
      } catch (error) {
        say(`left out: ${messageOf(error)}`);
        return [];
      }
    }),
  );
  return found.flat();
}
