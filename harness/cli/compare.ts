import { Option, type Command } from 'commander';
import { compare } from '../compare/compare.ts';
import { comparisonVerdict } from '../compare/comparison.ts';
import { COMPARISON_FORMATS } from '../compare/formats.ts';
import { EXIT } from '../errors.ts';
import { COMPARED_WORKLOADS, comparisonExperiments, isSideBySide } from '../compare/plan.ts';
import { chooseSeed, seedNumber } from '../plan/make.ts';
import { knownNames, wholeNumber } from '../plan/names.ts';
import { subjectId } from '../model/subject-id.ts';
import { STORE_NAMES } from '../stores/catalogue.ts';
import { laidOutStores, type LaidOutStore } from '../stores/laid-out.ts';
import { PROBED_WORKLOADS, type Workload } from '../model/workloads.ts';
import { loadResults } from '../report/load.ts';
import type { Results } from '../model/results.ts';
import { writeFormats } from '../report/write.ts';
import { loadClaimRuns } from './claim-runs.ts';
import { printShown } from './output.ts';
import { interruption } from './interruption.ts';
import { packageText } from './known-values.ts';
import { comparedSubjects } from './compared-versions.ts';
import { runInTurns } from './run-in-turns.ts';
import { shortest } from './run-options.ts';

interface CompareOptions {
  stores: LaidOutStore[];
  versions?: string[];
  workloads: Workload[];
  quick: boolean;
  rounds: number;
  rate: number;
  reports: string;
  seed?: string;
  from?: string;
  claims: string[];
  json?: boolean;
}

/** `holdfast compare`: stores side by side, in one table and one page. */
export function compareCommand(program: Command): void {
  program
    .command('compare')
    .description('Put stores side by side: promises, anomalies, latency, throughput, memory')
    .addOption(
      new Option(
        '--stores <names>',
        `some of ${STORE_NAMES.join(', ')}; also laid out otherwise, such as redis@sentinel`,
      )
        .argParser(laidOutFrom)
        .default(
          STORE_NAMES.map((store) => ({ store })),
          'all of them, each as one server',
        ),
    )
    .option(
      '--versions <packages>',
      'versions of a package of one store, side by side, fetched by npm, such as connect-mongo@5,connect-mongo@6',
      (text) => text.split(',').map(packageText),
    )
    .option(
      '--workloads <names>',
      `some of ${PROBED_WORKLOADS.join(', ')}`,
      (text) => knownNames('workload', text, PROBED_WORKLOADS),
      [...COMPARED_WORKLOADS],
    )
    .option(
      '--quick',
      'no faults, short experiments: all stores and workloads in about twenty minutes',
      false,
    )
    .option('--rounds <count>', 'measured rounds of each store', wholeNumber(1, 50), 3)
    .option('--rate <count>', 'operations a second offered in measured rounds', wholeNumber(1, 100_000), 300)
    .option('--reports <folder>', 'where the run gets its folder', 'reports')
    .option('--seed <text>', 'the same seed gives the same requests in the same order of the stores')
    .option('--from <run>', 'run nothing: compare from the results of an earlier run')
    .option('--claims <runs...>', 'also show what these runs of holdfast claims found, by their folders', [])
    .option('--json', 'print the comparison as JSON instead of the table')
    .action(async (options: CompareOptions) => {
      const claimRuns = await loadClaimRuns(options.claims);
      const { folder, results } =
        options.from === undefined ? await runComparison(options) : await loadResults(options.from);
      const comparison = compare(results, claimRuns);
      const compared = { comparison, results };
      await writeFormats(COMPARISON_FORMATS, compared, folder);
      printShown(COMPARISON_FORMATS, compared, { folder: shortest(folder), json: options.json });
      process.exitCode = EXIT[comparisonVerdict(comparison, results.run.complete)];
    });
}

/** `redis,redis@sentinel`: each once. Throws a usage error for a store or a topology that is not known. */
function laidOutFrom(text: string): LaidOutStore[] {
  const known = [...STORE_NAMES, ...laidOutStores().map(subjectId)];
  return knownNames('store', text, known).map((name) => {
    const found = laidOutStores().find((each) => subjectId(each) === name);
    return found ?? { store: name as (typeof STORE_NAMES)[number] };
  });
}

async function runComparison(options: CompareOptions): Promise<{ folder: string; results: Results }> {
  const seed = chooseSeed(options.seed);
  const stores = await comparedSubjects(options, interruption());
  const experiments = comparisonExperiments({ ...options, stores, seed: seedNumber(seed) });
  const { reports } = options;
  return runInTurns(
    { kind: 'compare', command: commandOf(options, seed), seed, experiments, reports },
    isSideBySide,
  );
}

/** A flag, where not everything was chosen. */
const some = (flag: string, chosen: readonly string[], all: readonly string[]) =>
  chosen.join() === all.join() ? '' : `--${flag} ${chosen.join(',')}`;

function commandOf(
  { stores, versions, workloads, quick, rounds, rate }: CompareOptions,
  seed: string,
): string {
  return [
    'holdfast compare',
    versions === undefined ? '' : `--versions ${versions.join(',')}`,
    some('stores', stores.map(subjectId), STORE_NAMES),
    some('workloads', workloads, COMPARED_WORKLOADS),
    quick ? '--quick' : '',
    `--rounds ${rounds} --rate ${rate} --seed ${seed}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}
