import { resolve } from 'node:path';
import type { Command } from 'commander';
import { judgeRun } from '../execute.ts';
import { readPlan } from '../run-folder.ts';
import { EXIT_OF, printResults } from './run-options.ts';

/** `holdfast check <run>`: the verdicts again, from the files alone. */
export function checkCommand(program: Command): void {
  program
    .command('check')
    .description('Judge a run again from its files alone, and write its results and reports anew')
    .argument('<run>', "a run's folder")
    .option('--json', 'print results.json instead of the table')
    .action(async (run: string, options: { json?: boolean }) => {
      const folder = resolve(run);
      const results = await judgeRun(await readPlan(folder), folder);
      printResults(results, folder, options);
      process.exitCode = EXIT_OF[results.verdict];
    });
}
