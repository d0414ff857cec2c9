import type { Command } from 'commander';
import { seedNumber } from '../plan/make.ts';
import { scheduleText } from '../plan/schedule-text.ts';
import type { OpenPlatform } from '../platform/open.ts';
import type { Wanted } from '../run/carry-out.ts';
import { say } from './output.ts';
import { assertPlace, platformOpener } from './platform.ts';
import { assertInPods } from './generator-flags.ts';
import { commandOf } from './run-command-line.ts';
import { experimentOf } from './run-experiment.ts';
import type { Options } from './run-flags.ts';
import { assertPackagesOfStore } from './run-packages.ts';
import { assertOfPods, assertPodsNamed, ofPods } from './run-pods.ts';
import { assertBreakable, assertProjectNamed, breakingOf, ofProject } from './run-project.ts';
import { chooseSubject, type Chosen } from './run-subject.ts';
import { assertCommandGiven, assertTakenAsItIs } from './run-target.ts';

/** One experiment from the flags of `holdfast run`, ready to be carried out by any seed. */
export interface WantedRun {
  openPlatform: OpenPlatform;
  of: (seed: string) => Wanted;
}

/** Finds the subject of a run. Rejects with a usage error where the flags do not fit it, or each other. */
export async function wantedRun(command: Command, options: Options, signal: AbortSignal): Promise<WantedRun> {
  const isTarget = options.target !== undefined || options.composeProject !== undefined;
  if (isTarget || options.command !== undefined) assertTakenAsItIs(command);
  if (options.command === undefined) assertCommandGiven(command);
  assertProjectNamed(options);
  assertPodsNamed(options);
  assertPackagesOfStore(options);
  assertInPods({ ...options, platform: isTarget ? 'target' : options.platform });
  const platform = isTarget ? 'target' : options.platform;
  const { context, ...others } = options;
  const openPlatform = platformOpener({
    ...others,
    platform,
    // That of pods of the user's own is looked at with them.
    ...(context !== undefined && options.kubernetesApp === undefined && { context }),
    ...(options.storeModule === undefined ? {} : { subject: options.storeModule }),
  });
  await assertPlace({ ...options, platform }, signal);
  const chosen = await chosenBy(options, signal);
  const experimentBy = (seed: string) => {
    const experiment = experimentOf(options, chosen, seedNumber(seed));
    assertBreakable(experiment);
    assertOfPods(experiment);
    return experiment;
  };
  return {
    openPlatform,
    of: (seed) => {
      const experiment = experimentBy(seed);
      const drawn = options.nemesis === undefined ? {} : { faults: scheduleText(experiment.faults) };
      if (drawn.faults !== undefined) say(`drawn by the seed ${seed}: --faults '${drawn.faults}'`);
      return {
        kind: 'run',
        command: commandOf({ ...options, ...drawn }, seed),
        seed,
        platform,
        experiments: [experiment],
        claims: [],
        reports: options.reports,
      };
    },
  };
}

function chosenBy(options: Options, signal: AbortSignal): Promise<Chosen> {
  if (options.composeProject !== undefined) return ofProject(options, breakingOf(options.faults), signal);
  return options.kubernetesApp === undefined ? chooseSubject(options, signal) : ofPods(options, signal);
}
