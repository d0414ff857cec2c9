import type { Command } from 'commander';
import { chooseSeed } from '../plan/make.ts';
import { interruption } from './interruption.ts';
import { runFlags, type Options } from './run-flags.ts';
import { visitsByDefault } from './command-flags.ts';
import { runWatched, uiOption, type WatchOptions } from './watching.ts';
import { wantedRun } from './wanted-run.ts';

/** `holdfast run`: one experiment, put together from flags. */
export function runCommand(program: Command): void {
  const command = program
    .command('run')
    .description('Run one experiment: a store or an app, a workload, faults')
    .argument('[experiment]', 'one that holdfast.config.ts names');
  runFlags(command)
    .addOption(uiOption())
    .action(async () => {
      visitsByDefault(command);
      const options = command.opts<Options & WatchOptions>();
      const signal = interruption();
      const { of, openPlatform } = await wantedRun(command, options, signal);
      const wanted = of(chooseSeed(options.seed));
      await runWatched(wanted, { openPlatform, signal }, options);
    });
}
