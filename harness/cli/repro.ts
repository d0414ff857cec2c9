import { join } from 'node:path';
import type { Command } from 'commander';
import { EXIT } from '../errors.ts';
import { chooseSeed, seedNumber } from '../plan/make.ts';
import { knownName, wholeNumber } from '../plan/names.ts';
import type { Experiment } from '../model/plan.ts';
import type { Results } from '../model/results.ts';
import { REPRO_NAMES, reproOf, type ReproName } from '../repro/catalogue.ts';
import { installedVersions } from '../repro/installed.ts';
import { attemptId, judgeRepro, type ReproResult } from '../repro/judge.ts';
import { renderList, renderRepros } from '../repro/text.ts';
import { readTraces } from '../repro/traces.ts';
import { print, printJson, terminalOf } from './output.ts';
import { runInTurns } from './run-in-turns.ts';
import { shortest } from './run-options.ts';

interface ReproOptions {
  list?: boolean;
  times: number;
  reports: string;
  seed?: string;
  json?: boolean;
}

/** `holdfast repro [names...]`: what is said in public of stores, tried on what is installed. */
export function reproCommand(program: Command): void {
  program
    .command('repro')
    .description('Try to reproduce what public bug reports and FAQs say of stores, on the installed versions')
    .argument('[names...]', 'reports by their names (default: all of them)')
    .option('--list', 'list the reports with their sources; run nothing')
    .option('--times <count>', 'attempts at each', wholeNumber(1, 100), 3)
    .option('--reports <folder>', 'where the run gets its folder', 'reports')
    .option('--seed <text>', 'the same seed gives the same requests and faults')
    .option('--json', 'print JSON instead of the table')
    .addHelpText(
      'after',
      '\nExit codes: 0 every report was reproduced, 1 some was not, 2 of some nothing can\nbe said.',
    )
    .action(async (given: string[], options: ReproOptions) => {
      const known = given.map((name) => knownName('report', name, REPRO_NAMES));
      const names = known.length === 0 ? REPRO_NAMES : [...new Set(known)];
      if (options.list) print(renderList(terminalOf(process.stdout)));
      else process.exitCode = await tryAll(names, options);
    });
}

async function tryAll(names: readonly ReproName[], options: ReproOptions): Promise<number> {
  const { times } = options;
  const seed = chooseSeed(options.seed);
  const experiments = attemptsAt(names, times, seedNumber(seed));
  const named = names.length === REPRO_NAMES.length ? '' : `${names.join(' ')} `;
  const command = `holdfast repro ${named}--times ${times} --seed ${seed}`;
  const { folder, results } = await runInTurns({
    kind: 'repro',
    command,
    seed,
    experiments,
    reports: options.reports,
  });
  const judged = await judgeAll(names, times, { folder, results });
  const page = join(shortest(folder), 'report.html');
  if (options.json) printJson(judged);
  else print(`${renderRepros(judged, terminalOf(process.stdout))}\n  Page     ${page}`);
  return exitCodeOf(judged);
}

/** All first attempts, then all second ones: what is the matter with the machine is not all of one report. */
function attemptsAt(names: readonly ReproName[], times: number, seed: number): Experiment[] {
  return Array.from({ length: times }, (_, at) =>
    // Each attempt has requests of its own; the same ones would only show the same again.
    names.map((name) => ({ id: attemptId(name, at + 1), seed: (seed + at) >>> 0, ...reproOf(name).draft })),
  ).flat();
}

async function judgeAll(
  names: readonly ReproName[],
  times: number,
  { folder, results }: { folder: string; results: Results },
): Promise<ReproResult[]> {
  const traces = await readTraces(folder);
  return Promise.all(
    names.map(async (name) => {
      const installed = installedVersions(reproOf(name).packages);
      return judgeRepro({ name, times, results, traces, installed });
    }),
  );
}

function exitCodeOf(judged: readonly ReproResult[]): number {
  if (judged.some(({ verdict }) => verdict === 'unknown')) return EXIT.unknown;
  return judged.every(({ verdict }) => verdict === 'reproduced') ? EXIT.pass : EXIT.fail;
}
