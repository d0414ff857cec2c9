/**
 * `npm run prove:defects`: stores with one planted defect each, and correct ones, through the whole harness. Prints
 * which defects were caught, and how often a correct store was suspected. Exit 1 if a defect was missed or a correct
 * store suspected.
 *
 *   --runs <count>     of each correct store (100)
 *   --from <number>    of the first of them: a longer proof goes on where one ended, with other seeds (1)
 *   --repeats <count>  of each planted store (3)
 *   --jobs <count>     runs side by side (2)
 *   --only <names>     these stores alone, planted or correct; the packages that are not usual are tried only so
 */
import { mkdir, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startReaper } from '../harness/process/reaper.ts';
import { toolsFor } from '../harness/run/tools.ts';
import { serverOf } from '../harness/stores/subject-facts.ts';
import { controlsOf, DEFECTS, REAL_CORRECT, USUAL, type Control, type Defect } from './planted/catalogue.ts';
import { markCorrect, markDefect, type Mark } from './planted/score.ts';
import { sideBySide } from './planted/side-by-side.ts';
import { scoreOf, type Scored } from './planted/tally.ts';
import { runTrial } from './planted/trial.ts';
import type { ExperimentResult } from '../harness/model/results.ts';

interface Job {
  name: string;
  what: Defect | Control;
  label: string;
  markOf: (result: ExperimentResult) => Mark;
}

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    repeats: { type: 'string', default: '3' },
    jobs: { type: 'string', default: '2' },
    only: { type: 'string' },
  },
});
const only = values.only?.split(',');
const isWanted = (name: string) => only === undefined || only.includes(name);
const began = performance.now();
const signal = AbortSignal.timeout(6 * 3_600_000);
const stores = REAL_CORRECT.filter(
  (store) => isWanted(store) && (only !== undefined || USUAL.includes(store)),
);
const { tools } = await toolsFor(
  {
    stores,
    servers: stores.flatMap((store) => serverOf({ store }) ?? []),
    platform: 'process',
  },
  { signal, report: (line) => console.error(line) },
);

const folder = resolve('reports', `prove-defects-${process.pid}`);
// The rows of planted stores that outlive their app; it is passed on to them.
process.env['HOLDFAST_PLANTED_FOLDER'] = resolve(folder, 'rows');
const planted: Scored[] = [];
const correct: Scored[] = [];
{
  await using reaper = startReaper();
  await mkdir(folder, { recursive: true });
  reaper.makeFolder(resolve(folder, 'rows'));
  const jobs = [
    ...plantedJobs(Number(values.repeats)),
    ...correctJobs(Number(values.from), Number(values.runs)),
  ];
  let done = 0;
  await sideBySide(jobs, Number(values.jobs), async ({ name, what, label, markOf }) => {
    const trial = await runTrial(what, label, { tools, reaper, folder, signal });
    const mark = markOf(trial.result);
    const isKept = mark.kind !== 'caught' && mark.kind !== 'clean';
    if (!isKept) await rm(trial.folder, { recursive: true, force: true });
    const scored = { name, what: label, mark, folder: isKept ? trial.folder : undefined };
    ('store' in what ? correct : planted).push(scored);
    const seconds = Math.round((performance.now() - began) / 1000);
    console.error(`${++done}/${jobs.length}  ${seconds} s  ${label}: ${described(mark)}`);
  });
}
const { text, good } = scoreOf(DEFECTS, planted, correct);
console.log(
  `${text}\n${planted.length + correct.length} runs in ${Math.round((performance.now() - began) / 1000)} s`,
);
process.exitCode = good ? 0 : 1;

function plantedJobs(repeats: number): Job[] {
  return DEFECTS.filter(({ name }) => isWanted(name)).flatMap((defect) =>
    Array.from({ length: repeats }, (_, at) => ({
      name: defect.name,
      what: defect,
      label: `${defect.name}-${at + 1}`,
      markOf: (result: ExperimentResult) => markDefect(defect, result),
    })),
  );
}

/** In turn over the stores, so that two runs side by side are of two stores. */
function correctJobs(from: number, runs: number): Job[] {
  const stores = only === undefined ? USUAL : [...new Set([...USUAL, ...REAL_CORRECT])].filter(isWanted);
  return Array.from({ length: runs }, (_, at) => from + at).flatMap((number) =>
    stores.map((store) => {
      const controls = controlsOf(store);
      const what = controls[(number - 1) % controls.length] as Control;
      return {
        name: store,
        what,
        label: `${store}-${what.workload}-${number}`,
        markOf: (result: ExperimentResult) => markCorrect(what, result),
      };
    }),
  );
}

function described(mark: Mark): string {
  if (mark.kind === 'caught') return `caught, ${mark.by} ${mark.count}`;
  if (mark.kind === 'clean') return 'clean';
  return `${mark.kind.toUpperCase()} ${mark.kind === 'unknown' ? mark.reason : mark.found}`;
}
