import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { EXIT, usageError } from '../errors.ts';
import { decide, decideAgainst } from '../gate/decide.ts';
import { GATE_FORMATS } from '../gate/formats.ts';
import { MOST_ROUNDS } from '../gate/against/three-way.ts';
import { initialPolicy } from '../gate/init-policy.ts';
import { nearest } from '../gate/nearest.ts';
import { readPolicy } from '../gate/parse-policy.ts';
import { DEFAULT_POLICY, POLICIES, type Policy } from '../gate/policy.ts';
import type { Results } from '../model/results.ts';
import { loadResults } from '../report/load.ts';
import { writeFormats } from '../report/write.ts';
import { print, printShown } from './output.ts';

/** What a run is decided by where it is not said, if it is in the folder that one stands in. */
const POLICY_FILE = 'holdfast.policy.yaml';

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
      "a run's folder, or its results.json; several are rounds of the same, compared by --against",
    )
    .option('--against <run...>', 'compare with a baseline: one run, or several, each a round (docs/GATE.md)')
    .option(
      '--policy <name or file>',
      `production: what any app needs of its sessions; as-promised: each store by its own word; or a file of your own in YAML or JSON (docs/GATE.md) (default: ${POLICY_FILE} if it is there, else ${DEFAULT_POLICY})`,
    )
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
        const { folder, results } = await loadResults(run);
        if (init) return print(initialPolicy(results));
        const { policy, name } = await choosePolicy(given);
        const decision =
          against === undefined && more.length === 0
            ? decide(results, policy, name)
            : decideAgainst([results, ...(await loadRounds(more))], await loadRounds(against), policy, name);
        await writeFormats(GATE_FORMATS, decision, folder, elsewhere);
        printShown(GATE_FORMATS, decision, { folder, json });
        process.exitCode = EXIT[decision.verdict];
      },
    );
}

/** Rounds of one side. */
async function loadRounds(runs: readonly string[] = []): Promise<Results[]> {
  if (runs.length > MOST_ROUNDS)
    throw usageError(`${runs.length} rounds are too many; a side may have ${MOST_ROUNDS}`);
  return (await Promise.all(runs.map((run) => loadResults(run)))).map(({ results }) => results);
}

interface Named {
  policy: Policy;
  /** As the decision cites it. */
  name: string;
}

/** A policy by its name or its file; a file of such a name is meant by its path. */
async function choosePolicy(
  given: string = existsSync(POLICY_FILE) ? POLICY_FILE : DEFAULT_POLICY,
): Promise<Named> {
  if (isKnown(given)) return { policy: POLICIES[given], name: given };
  const text = await readFile(given, 'utf8').catch((cause: Error) => {
    const hint = given.includes('/') || given.includes('.') ? '' : nearest(given, Object.keys(POLICIES));
    throw usageError(`the policy ${given} could not be read: ${cause.message}${hint}`, { cause });
  });
  return { policy: readPolicy(text, given), name: given };
}

const isKnown = (name: string): name is keyof typeof POLICIES => Object.hasOwn(POLICIES, name);
