import type { Command } from 'commander';
import { describedFaults, faultsText } from './faults-text.ts';
import { print, printJson } from './output.ts';

/** `holdfast faults`: everything that can be broken, and how it is written. Starts nothing. */
export function faultsCommand(program: Command): void {
  program
    .command('faults')
    .description('List the faults: what each does, what it needs, its parameters, what shows its effect')
    .option('--json', 'print the list as JSON')
    .action((options: { json?: boolean }) => {
      if (options.json) printJson({ faults: describedFaults() });
      else print(faultsText());
    });
}
