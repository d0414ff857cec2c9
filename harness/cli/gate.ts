import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { EXIT, usageError } from '../errors.ts';
import { decide } from '../gate/decide.ts';
import type { Decision } from '../gate/decision.ts';
import { renderJUnit } from '../gate/junit.ts';
import { renderGateMarkdown } from '../gate/markdown.ts';
import { nearest } from '../gate/nearest.ts';
import { readPolicy } from '../gate/parse-policy.ts';
import { DEFAULT_POLICY, POLICIES, type Policy } from '../gate/policy.ts';
import { renderGateText } from '../gate/text.ts';
import { loadResults } from '../report/load.ts';
import { writeReport } from '../report/write.ts';
import { print, printJson } from './output.ts';

interface GateOptions {
  policy?: string;
  junit?: string;
  markdown?: string;
  json?: boolean;
}

/** `holdfast gate <run>`: decides on a run from its results alone. */
export function gateCommand(program: Command): void {
  program
    .command('gate')
    .description('Decide on a run by a policy: exit 0 pass, 1 fail, 2 unknown')
    .argument('<run>', "a run's folder, or its results.json")
    .option(
      '--policy <name or file>',
      'production: what any app needs of its sessions; as-promised: each store by its own word; or a file of your own (docs/GATE.md)',
      DEFAULT_POLICY,
    )
    .option('--junit <file>', "where JUnit XML goes (default: junit.xml in the run's folder)")
    .option('--markdown <file>', "where the comment goes (default: gate.md in the run's folder)")
    .option('--json', 'print the decision as JSON instead of the table')
    .action(async (run: string, options: GateOptions) => {
      const { policy, name } = await choosePolicy(options.policy);
      const { folder, results } = await loadResults(run);
      const decision = decide(results, policy, name);
      await writeReport(options.junit ?? join(folder, 'junit.xml'), renderJUnit(decision));
      await writeReport(options.markdown ?? join(folder, 'gate.md'), renderGateMarkdown(decision));
      if (options.json) printJson(decision);
      else print(asText(decision));
      process.exitCode = EXIT[decision.verdict];
    });
}

function asText(decision: Decision): string {
  const { stdout } = process;
  const columns = Math.min(100, stdout.columns ?? 100);
  return renderGateText(decision, { color: stdout.hasColors?.() ?? false, columns });
}

interface Named {
  policy: Policy;
  /** As the decision cites it. */
  name: string;
}

/** A policy by its name or its file; a file of such a name is meant by its path. */
async function choosePolicy(given: string = DEFAULT_POLICY): Promise<Named> {
  if (isKnown(given)) return { policy: POLICIES[given], name: given };
  const text = await readFile(given, 'utf8').catch((cause: Error) => {
    const hint = given.includes('/') || given.includes('.') ? '' : nearest(given, Object.keys(POLICIES));
    throw usageError(`the policy ${given} could not be read: ${cause.message}${hint}`, { cause });
  });
  return { policy: readPolicy(text, given), name: given };
}

const isKnown = (name: string): name is keyof typeof POLICIES => Object.hasOwn(POLICIES, name);
