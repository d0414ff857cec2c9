import type { Command } from 'commander';
import { chooseSeed, seedNumber } from '../plan/make.ts';
import { createDisplay } from './display.ts';
import { interruption } from './interruption.ts';
import { platformOpener } from './platform.ts';
import { commandOf } from './run-command-line.ts';
import { experimentOf } from './run-experiment.ts';
import { runFlags, type Options } from './run-flags.ts';
import { runAndPrint } from './run-options.ts';
import { chooseSubject } from './run-subject.ts';
import { assertTakenAsItIs } from './run-target.ts';

/** `holdfast run`: one experiment, put together from flags. */
export function runCommand(program: Command): void {
  const command = program
    .command('run')
    .description('Run one experiment: a store or an app, a workload, faults')
    .argument('[experiment]', 'one that holdfast.config.ts names');
  runFlags(command).action(async (_experiment: string | undefined, options: Options) => {
    const isTarget = options.target !== undefined;
    if (isTarget) assertTakenAsItIs(command);
    const platform = isTarget ? 'target' : options.platform;
    const openPlatform = platformOpener({
      ...options,
      platform,
      ...(options.storeModule === undefined ? {} : { subject: options.storeModule }),
    });
    const seed = chooseSeed(options.seed);
    const signal = interruption();
    const chosen = await chooseSubject(options, signal);
    const experiment = experimentOf(options, chosen, seedNumber(seed));
    await runAndPrint(
      {
        kind: 'run',
        command: commandOf(options, seed),
        seed,
        platform,
        experiments: [experiment],
        claims: [],
        reports: options.reports,
      },
      { openPlatform, signal, display: createDisplay() },
      options,
    );
  });
}
