import { relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { EXIT } from '../errors.ts';
import { MATRIX_FORMATS } from '../matrix/formats.ts';
import { matrixOf, matrixVerdict, openIn, type MatrixRun } from '../matrix/matrix.ts';
import { MATRIX_FAULTS, matrixCells, QUICK_FAULTS, type MatrixSubject } from '../matrix/plan.ts';
import { chooseSeed, seedNumber } from '../plan/make.ts';
import { loadResults } from '../report/load.ts';
import { writeFormats } from '../report/write.ts';
import { matrixFaults, matrixSubjects, subjectsFrom, subjectsText } from './matrix-subjects.ts';
import { printShown } from './output.ts';
import { runInTurns } from './run-in-turns.ts';
import { shortest } from './run-options.ts';

interface MatrixOptions {
  stores?: MatrixSubject[];
  faults?: string[];
  quick: boolean;
  from: string[];
  resume: string[];
  reports: string;
  seed?: string;
  json?: boolean;
}

/** `holdfast matrix`: stores, as they are laid out and set, by faults, on one page. */
export function matrixCommand(program: Command): void {
  program
    .command('matrix')
    .description('Try every store, as it is laid out and set, under every fault, on one page')
    .option(
      '--stores <names>',
      'some only, such as redis,redis@sentinel+wait=1 (default: all, in each layout and as people set them)',
      subjectsFrom,
    )
    .option(
      '--faults <names>',
      'some only, such as app-crash,server-failover(kill) (default: all)',
      matrixFaults,
    )
    .option(
      '--quick',
      'every store in each layout with its defaults, and the five faults that befall most',
      false,
    )
    .option(
      '--resume <runs...>',
      'run only what these earlier runs could not judge, and show all together',
      [],
    )
    .option('--from <runs...>', 'run nothing: show what these runs found', [])
    .option('--reports <folder>', 'where the run gets its folder', 'reports')
    .option('--seed <text>', 'the same seed gives the same requests')
    .option('--json', 'print JSON instead of the table')
    .addHelpText(
      'after',
      '\nA run that was interrupted is resumed once holdfast check has judged what it has.\n' +
        'Exit codes: 0 nothing failed, 1 some cell failed, 2 some could not be judged or was\nnot run.',
    )
    .action(show);
}

async function show(options: MatrixOptions): Promise<void> {
  const { quick, reports, from, resume } = options;
  const seed = chooseSeed(options.seed);
  const subjects = options.stores ?? matrixSubjects({ quick });
  const faults = options.faults ?? (quick ? QUICK_FAULTS : MATRIX_FAULTS);
  const planned = matrixCells({ subjects, faults, seed: seedNumber(seed) });
  const command = [
    'holdfast matrix',
    ...(options.stores === undefined ? [] : ['--stores', subjectsText(subjects)]),
    ...(options.faults === undefined ? [] : ['--faults', `'${faults.join()}'`]),
    ...(quick ? ['--quick'] : []),
    '--seed',
    seed,
  ].join(' ');
  const earlier = await Promise.all([...from, ...resume].map(loadResults));
  const asRuns = (home: string): MatrixRun[] =>
    earlier.map(({ folder, results }) => ({ folder: relative(home, resolve(folder)), results }));
  const open = openIn(planned, asRuns('/')).flatMap((cell) => ('experiment' in cell ? cell.experiment : []));
  const isRun = from.length === 0 && open.length > 0;
  const made = isRun
    ? await runInTurns({ kind: 'matrix', command, seed, experiments: open, reports })
    : undefined;
  const home = resolve(made?.folder ?? earlier.at(-1)?.folder ?? reports);
  const runs = [...asRuns(home), ...(made === undefined ? [] : [{ folder: '', results: made.results }])];
  const matrix = matrixOf(planned, runs);
  const shown = { matrix, command };
  await writeFormats(MATRIX_FORMATS, shown, home);
  printShown(MATRIX_FORMATS, shown, { folder: shortest(home), json: options.json });
  process.exitCode = EXIT[matrixVerdict(matrix)];
}
