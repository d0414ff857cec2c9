import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { EXIT, usageError } from '../errors.ts';
import { decide } from '../gate/decide.ts';
import type { Decision } from '../gate/decision.ts';
import { renderJUnit } from '../gate/junit.ts';
import { renderGateMarkdown } from '../gate/markdown.ts';
import { parsePolicy } from '../gate/parse-policy.ts';
import { DEFAULT_POLICY, type Policy } from '../gate/policy.ts';
import { renderGateText } from '../gate/text.ts';
import { loadResults } from '../report/load.ts';
import { writeReport } from '../report/write.ts';

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
    .option('--policy <file>', 'what to allow, to forbid and to limit (docs/GATE.md); default: no anomaly')
    .option('--junit <file>', "where JUnit XML goes (default: junit.xml in the run's folder)")
    .option('--markdown <file>', "where the comment goes (default: gate.md in the run's folder)")
    .option('--json', 'print the decision as JSON instead of the table')
    .action(async (run: string, options: GateOptions) => {
      const policy = await readPolicy(options.policy);
      const { folder, results } = await loadResults(run);
      const decision = decide(results, policy);
      await writeReport(options.junit ?? join(folder, 'junit.xml'), renderJUnit(decision));
      await writeReport(options.markdown ?? join(folder, 'gate.md'), renderGateMarkdown(decision));
      process.stdout.write(options.json ? `${JSON.stringify(decision, undefined, 2)}\n` : asText(decision));
      process.exitCode = EXIT[decision.verdict];
    });
}

function asText(decision: Decision): string {
  const { stdout } = process;
  const columns = Math.min(100, stdout.columns ?? 100);
  return renderGateText(decision, { color: stdout.hasColors?.() ?? false, columns });
}

async function readPolicy(file: string | undefined): Promise<Policy> {
  if (file === undefined) return DEFAULT_POLICY;
  const content = await readFile(file, 'utf8').catch((cause: Error) => {
    throw usageError(`the policy ${file} could not be read: ${cause.message}`, { cause });
  });
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch (cause) {
    throw usageError(`the policy ${file} is not JSON: ${String(cause)}`, { cause });
  }
  return parsePolicy(json, file);
}
