import type { Command } from 'commander';
import { chooseSeed } from '../plan/make.ts';
import { createDisplay } from './display.ts';
import { interruption } from './interruption.ts';
import { runFlags, type Options } from './run-flags.ts';
import { visitsByDefault } from './command-flags.ts';
import { runAndPrint } from './run-options.ts';
import { wantedRun } from './wanted-run.ts';

/** `holdfast run`: one experiment, put together from flags. */
export function runCommand(program: Command): void {
  const command = program
    .command('run')
    .description('Run one experiment: a store or an app, a workload, faults')
    .argument('[experiment]', 'one that holdfast.config.ts names');
  runFlags(command).action(async () => {
    visitsByDefault(command);
    const options = command.opts<Options>();
    const signal = interruption();
    const { of, openPlatform } = await wantedRun(command, options, signal);
    const wanted = of(chooseSeed(options.seed));
    await runAndPrint(wanted, { openPlatform, signal, display: createDisplay() }, options);
  });
}
