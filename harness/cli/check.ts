import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { judgeHistory, type JudgedHistory } from '../checker/judge-history.ts';
import { compose, experimentVerdict } from '../checker/verdict.ts';
import { usageError, messageOf } from '../errors.ts';
import { collectOften } from '../process/collect-often.ts';
import { gather } from '../history/side-by-side.ts';
import type { Merged } from '../history/merge/merge.ts';
import { isInUse } from '../process/leftovers.ts';
import { judgeRun } from '../run/execute.ts';
import { judgedByTeam, MOST_WORKERS } from '../run/judging/team.ts';
import { mergeParts } from '../run/merging/merged-parts.ts';
import { renderFindings, type Findings } from '../report/anomalies.ts';
import { renderFindingsSarif } from '../report/sarif/findings.ts';
import { writeReport } from '../report/write.ts';
import { VERSION } from '../plan/make.ts';
import { plain } from '../report/terminal.ts';
import type { ExperimentResult, Verdict } from '../model/results.ts';
import { DATA, FILES, piecesOf, readPlan } from '../run/folder.ts';
import { mergedInWords } from './merge.ts';
import { print, printJson, say, terminalOf } from './output.ts';
import { EXIT_OF, printResults } from './run-options.ts';

/** A history that is damaged throughout must not push its verdict off the screen. */
const PROBLEMS_SHOWN = 10;

interface CheckOptions {
  json?: boolean;
  workers?: number;
  /** Several parts were recorded by one clock. */
  sameClock?: boolean;
  /** Where a SARIF log of what was found goes. */
  sarif?: string;
}

/** `holdfast check <run...>`: the verdicts again, from the files alone; of a bare history too, or of one in parts. */
export function checkCommand(program: Command): void {
  program
    .command('check')
    .description(
      'Judge a run again from its files alone, or any history (a file, or - for standard input), or one whose parts several load generators recorded (docs/SCALE.md)',
    )
    .argument('<run...>', "a run's folder, a history.ndjson, or -; or the histories of several generators")
    .option(
      '--workers <count>',
      'judge sessions on so many threads; the results are the same (default: 1, of a history from 1 GB on up to 4 if processors are idle)',
      parseWorkers,
    )
    .option('--same-clock', 'several were recorded on one machine, by one clock, and none was compared')
    .option('--sarif <file>', 'write what was found as a SARIF log, too, such as for GitHub code scanning')
    .option('--json', 'print JSON instead of a table')
    .action(async ([path = '', ...more]: string[], options: CheckOptions) => {
      if (more.length > 0) {
        process.exitCode = EXIT_OF[await checkParts([path, ...more], options)];
        return;
      }
      assertAlone(path, options);
      if (path !== '-' && (await isFolder(path))) {
        const folder = resolve(path);
        const plan = await readPlan(folder);
        // Before anything that was made of it is discarded.
        await assertFile(join(path, FILES.history));
        if (!(await isInUse(join(folder, DATA)))) await gather(join(folder, FILES.history));
        const results = await judgeRun(plan, folder, options);
        await writeSarif(results.experiments.map(withReason), results.verdict, {
          file: join(path, FILES.history),
          ...options,
        });
        printResults(results, folder, options);
        process.exitCode = EXIT_OF[results.verdict];
      } else {
        process.exitCode = EXIT_OF[await checkHistory(path, options)];
      }
    });
}

/** Throws a usage error for what is said of one history and goes with several, or with a file. */
function assertAlone(path: string, { workers = 1, sameClock }: CheckOptions): void {
  if (sameClock === true)
    throw usageError('--same-clock is for the histories of several generators', {
      next: 'give all of them, or leave it out',
    });
  if (path === '-' && workers > 1)
    throw usageError('several workers need a file, which each of them reads', {
      next: 'check <file> --workers 2',
    });
}

function parseWorkers(given: string): number {
  const count = Number(given);
  if (Number.isInteger(count) && count >= 1 && count <= MOST_WORKERS) return count;
  throw usageError(`--workers takes a whole number from 1 to ${MOST_WORKERS}, not ${JSON.stringify(given)}`);
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    throw usageError(`${path} could not be read: ${messageOf(error)}`, {
      next: "give a run's folder such as reports/<date>-prove, a history.ndjson, or - for standard input",
      cause: error,
    });
  }
}

async function assertFile(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile()) return;
  throw usageError(
    `${file} is ${found === undefined ? 'not there' : 'no file'}: of this run there is nothing to judge`,
    {
      next: 'the folder of another run',
    },
  );
}

/** Judges a history that nobody made a plan for: everything that could be tested counts. */
export async function checkHistory(path: string, options: CheckOptions): Promise<Verdict> {
  collectOften();
  const open = () => piecesOf(path);
  const judged = await (path === '-'
    ? judgeHistory(process.stdin)
    : judgedByTeam(path, {
        workers: options.workers,
        judge: (others) => judgeHistory(open(), { again: open, ...(others && { others }) }),
      }));
  assertHistory(path, judged);
  return await tell(judged, { file: path === '-' ? 'history.ndjson' : path, ...options });
}

/** Judges a history whose parts several generators recorded, merged while it is read: no file is made of it. */
async function checkParts(paths: readonly string[], options: CheckOptions): Promise<Verdict> {
  if (paths.includes('-'))
    throw usageError('standard input cannot be one of several histories, which are each read twice', {
      next: 'write it to a file, and give that',
    });
  if ((options.workers ?? 1) > 1)
    throw usageError('several workers need one file, which each of them reads', {
      next: 'holdfast merge, and check <file> --workers 2 of what it made; or leave --workers out',
    });
  collectOften();
  await using parts = await mergeParts(paths, { sameClock: options.sameClock ?? false });
  let merged: Merged | undefined;
  async function* first() {
    merged = yield* parts.open();
  }
  const judged = await judgeHistory(first(), { again: () => parts.open() });
  if (merged !== undefined) say(mergedInWords(merged, paths.length));
  return await tell(judged, { file: paths[0] as string, ...options });
}

async function tell(
  judged: JudgedHistory,
  { file, json, sarif }: CheckOptions & { file: string },
): Promise<Verdict> {
  const experiments = judged.experiments.map(findingsOf(judged));
  const verdicts = experiments.map((experiment) => experiment.verdict);
  // What was planned and never begun is not known.
  const verdict = compose(judged.unstarted.length === 0 ? verdicts : [...verdicts, 'unknown']);
  const problems = judged.problems.map(({ message }) => message);
  await writeSarif(experiments, verdict, { file, sarif });
  if (json) {
    const full = { verdict, problems, experiments: judged.experiments };
    printJson(full);
  } else {
    const lines = [
      renderFindings(experiments, terminalOf(process.stdout)),
      ...problems.slice(0, PROBLEMS_SHOWN).map((line) => `  ${plain(line)}`),
      problems.length > PROBLEMS_SHOWN
        ? `  ${problems.length - PROBLEMS_SHOWN} more problems: --json lists them`
        : '',
    ];
    const shown = [...lines.filter((line) => line !== ''), `  verdict: ${verdict}`];
    print(shown.join('\n\n'));
  }
  return verdict;
}

async function writeSarif(
  experiments: readonly Findings[],
  verdict: Verdict,
  { file, sarif }: { file: string; sarif?: string | undefined },
): Promise<void> {
  if (sarif === undefined) return;
  await writeReport(sarif, renderFindingsSarif(experiments, { verdict, version: VERSION, file }));
}

const withReason = (experiment: ExperimentResult): Findings => ({
  ...experiment,
  reason:
    experiment.problems[0] ??
    experiment.checkers.find(({ verdict, tested }) => verdict === 'unknown' && tested !== 0)?.reason,
});

/** Any text may be read as a history with nothing but problems: one sentence is better. */
function assertHistory(path: string, { recognized, problems }: JudgedHistory): void {
  // The first problem of a text without any first line is that it has none.
  const first = problems[1] ?? problems[0];
  if (recognized || first === undefined || first.line === 0) return;
  const about = first.message.replace(/\. Verdicts .*/, '');
  throw usageError(`${path === '-' ? 'standard input' : path} is no history: ${about}`, {
    next: "a run's folder, its history.ndjson, or any file of the format in docs/HISTORY.md",
  });
}

const findingsOf =
  ({ problems }: JudgedHistory) =>
  ({ experiment, judgement, complete }: JudgedHistory['experiments'][number]) => {
    const spoiled = problems.find(
      (problem) => problem.spoils && (problem.experiment ?? experiment.experiment) === experiment.experiment,
    );
    const untrusted = spoiled?.message ?? (complete ? undefined : 'its end is missing: it was cut off');
    const verdict = untrusted === undefined ? experimentVerdict(judgement.checkers) : 'unknown';
    const unknown = judgement.checkers.find((checker) => checker.verdict === 'unknown' && checker.tested > 0);
    return {
      id: experiment.experiment,
      verdict,
      reason:
        untrusted ?? (verdict === 'unknown' ? (unknown?.reason ?? 'there was nothing to test') : undefined),
      anomalyCounts: judgement.anomalyCounts,
      anomalies: judgement.anomalies,
    };
  };
