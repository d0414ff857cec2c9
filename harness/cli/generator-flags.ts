import type { Command } from 'commander';
import { usageError } from '../errors.ts';
import type { Experiment } from '../model/plan.ts';
import { MOST_GENERATORS } from '../model/plan.ts';
import { wholeNumber } from '../plan/names.ts';
import type { RunOptions } from './run-options.ts';

/** What can be said of generators in pods. */
export interface GeneratorOptions {
  generators?: number;
  shareNodes?: boolean;
}

/** Adds the flags of generators in pods. */
export const generatorFlags = (command: Command): Command =>
  command
    .option(
      '--generators <count>',
      'with --platform kubernetes, pods of k6-operator that share the clients (default: k6 on this machine)',
      wholeNumber(1, MOST_GENERATORS),
    )
    .option(
      '--share-nodes',
      'with --generators, they may share a node, and ask for little of its processor: for trying it out on a small cluster, where one waits for the other',
    );

/** Throws a usage error for what is said of generators in pods where there is none. */
export function assertInPods({
  generators,
  shareNodes,
  platform,
  scenario,
}: GeneratorOptions & Pick<RunOptions, 'platform'> & { scenario?: unknown }): void {
  if (generators === undefined) {
    if (shareNodes !== true) return;
    throw usageError('--share-nodes is about generators in pods, and there are none', {
      next: '--platform kubernetes with --generators, or leave it out',
    });
  }
  if (platform !== 'kubernetes')
    throw usageError(
      '--generators are pods of k6-operator beside the app, and the run is not to be in a cluster',
      {
        next: '--platform kubernetes; or docs/SCALE.md, for several k6 by hand',
      },
    );
  if (scenario !== undefined)
    throw usageError('--generators do the workloads of Holdfast, and --scenario is none of them', {
      next: 'leave out --generators',
    });
}

/** The same of an experiment: what several cannot share, or only this machine's k6 can do. */
export function assertShared({ load, id }: Pick<Experiment, 'load' | 'id'>): void {
  const { generators, clients, breakpoint } = load;
  if (generators === undefined) return;
  if (generators > clients)
    throw usageError(`${generators} generators cannot share ${clients} clients`, {
      next: `--generators ${clients} or fewer, or more --clients`,
    });
  if (breakpoint !== undefined)
    throw usageError(
      `${id} looks for a breakpoint, which takes one k6 that sees all clients and stops with the first that is too slow`,
      { next: 'leave out --generators, or another --profile' },
    );
}
