import { resolve } from 'node:path';
import type { Command } from 'commander';
import { execute } from '../run/execute.ts';
import { chooseSeed, makePlan, seedNumber } from '../plan/make.ts';
import { makeRunFolder } from '../run/folder.ts';
import { createDisplay } from './display.ts';
import { interruption } from './interruption.ts';
import { platformOpener } from './platform.ts';
import { commandOf } from './run-command-line.ts';
import { experimentOf } from './run-experiment.ts';
import { runFlags, type Options } from './run-flags.ts';
import { EXIT_OF, finishRun } from './run-options.ts';
import { say } from './output.ts';
import { chooseSubject } from './run-subject.ts';
import { assertTakenAsItIs } from './run-target.ts';
import { toolsFor } from './tools.ts';

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
    const { subject, faults } = experiment;
    const { tools, missing } = await toolsFor(
      { stores: [subject.store], used: subject.own?.server?.use, faults, platform },
      { signal, report: say },
    );
    const plan = makePlan({
      kind: 'run',
      command: commandOf(options, seed),
      seed,
      platform,
      now: new Date(),
      experiments: [experiment],
      claims: [],
      tools,
      missing,
    });
    const { folder, plan: named } = await makeRunFolder(resolve(options.reports), plan);
    const results = await finishRun(folder, options, () =>
      execute({ plan: named, folder, tools, openPlatform, signal, display: createDisplay() }),
    );
    process.exitCode = EXIT_OF[results.verdict];
  });
}
