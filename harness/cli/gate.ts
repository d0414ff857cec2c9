import type { Command } from 'commander';
import { EXIT, usageError } from '../errors.ts';
import { decideAb, sidesOf } from '../gate/decide-ab.ts';
import { decide, decideAgainst } from '../gate/decide.ts';
import type { Decision } from '../gate/decision.ts';
import { GATE_FORMATS, PAIR_FILES } from '../gate/formats.ts';
import { MOST_ROUNDS } from '../gate/against/three-way.ts';
import { initialPolicy } from '../gate/init-policy.ts';
import { DEFAULT_POLICY } from '../gate/policy.ts';
import type { Results } from '../model/results.ts';
import { loadResults } from '../report/load.ts';
import { writeFormats } from '../report/write.ts';
import { isAbFolder, loadAb } from '../run/ab-folder.ts';
import { AB_POLICY, choosePolicy, policyOption } from './choose-policy.ts';
import { print, printShown } from './output.ts';

/** And, by the flag of each format, where its file goes. */
interface GateOptions {
  policy?: string;
  json?: boolean;
  init?: boolean;
  against?: string[];
}

/** `holdfast gate <run>`: decides on a run from its results alone. */
export function gateCommand(program: Command): void {
  const command = program
    .command('gate')
    .description('Decide on a run by a policy: exit 0 pass, 1 fail, 2 unknown')
    .argument(
      '<run...>',
      "a run's folder, or its results.json; several are rounds of the same, compared by --against; or the folder of holdfast ab",
    )
    .option('--against <run...>', 'compare with a baseline: one run, or several, each a round (docs/GATE.md)')
    .addOption(policyOption(DEFAULT_POLICY))
    .option('--init', 'print a policy to begin with, made from the run, and decide nothing');
  for (const { file, flag } of GATE_FORMATS.files)
    if (flag !== undefined)
      command.option(
        `--${flag.name} <file>`,
        `where ${flag.what} goes (default: ${file} in the run's folder)`,
      );
  command
    .option('--json', 'print the decision as JSON instead of the table')
    .action(
      async (
        [run = '', ...more]: string[],
        { policy: given, json, init, against, ...elsewhere }: GateOptions,
      ) => {
        if (isAbFolder(run)) {
          assertAlone({ more, against, init });
          const { policy, name } = await choosePolicy(given, AB_POLICY);
          const ab = await loadAb(run);
          const decision = decideAb(ab, policy, name);
          await writeFormats(PAIR_FILES, { decision, ...sidesOf(ab) }, run);
          return finish(decision, run, { json, elsewhere });
        }
        const { folder, results } = await loadResults(run);
        if (init) return print(initialPolicy(results));
        const { policy, name } = await choosePolicy(given, DEFAULT_POLICY);
        const candidate: [Results, ...Results[]] = [results, ...(await loadRounds(more))];
        const baseline = await loadRounds(against);
        const decision =
          against === undefined && more.length === 0
            ? decide(results, policy, name)
            : decideAgainst(candidate, baseline, policy, name);
        if (baseline.length > 0) await writeFormats(PAIR_FILES, { decision, baseline, candidate }, folder);
        await finish(decision, folder, { json, elsewhere });
      },
    );
}

async function finish(
  decision: Decision,
  folder: string,
  { json, elsewhere }: { json: boolean | undefined; elsewhere: Record<string, string> },
): Promise<void> {
  await writeFormats(GATE_FORMATS, decision, folder, elsewhere);
  printShown(GATE_FORMATS, decision, { folder, json });
  process.exitCode = EXIT[decision.verdict];
}

/** Throws a usage error for what an A/B comparison has by itself. */
function assertAlone({
  more,
  against,
  init,
}: {
  more: readonly string[];
  against: readonly string[] | undefined;
  init: boolean | undefined;
}): void {
  if (more.length === 0 && against === undefined && init !== true) return;
  throw usageError('an A/B comparison has both sides, with their rounds, by itself', {
    next: 'give its folder alone, or the folders of its rounds',
  });
}

/** Rounds of one side. */
async function loadRounds(runs: readonly string[] = []): Promise<Results[]> {
  if (runs.length > MOST_ROUNDS)
    throw usageError(`${runs.length} rounds are too many; a side may have ${MOST_ROUNDS}`);
  return (await Promise.all(runs.map((run) => loadResults(run)))).map(({ results }) => results);
}
