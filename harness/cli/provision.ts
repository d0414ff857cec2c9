import type { Command } from 'commander';
import { EXIT, HoldfastError } from '../errors.ts';
import { typed } from '../explain.ts';
import { knownName } from '../plan/names.ts';
import { assertMachine } from '../provision/machine-limits.ts';
import { TOOL_NAMES, USUAL_TOOLS } from '../provision/catalogue.ts';
import { provision, type Tool, type ToolName } from '../provision/provision.ts';
import { print, printJson, say, sayError } from './output.ts';
import { interruption } from './interruption.ts';

const ONLY_NAMED = TOOL_NAMES.filter((name) => !USUAL_TOOLS.includes(name));

type Outcome = { tool: Tool } | { name: ToolName; missing: HoldfastError };

/** `holdfast provision [tool...]`: gets what is missing, so that later runs need no network. */
export function provisionCommand(program: Command): void {
  program
    .command('provision')
    .description('Find, or else fetch or build, the tools that Holdfast starts')
    .argument('[tool...]', `some of ${TOOL_NAMES.join(', ')} (default: all but ${ONLY_NAMED.join(', ')})`)
    .option('--json', 'print the tools as JSON')
    .action(async (given: string[], options: { json?: boolean }) => {
      const names = given.map((name) => knownName('tool', name, TOOL_NAMES));
      await assertMachine();
      const signal = interruption();
      const get = async (name: ToolName): Promise<Outcome> => {
        try {
          return { tool: await provision(name, { signal, report: say }) };
        } catch (error) {
          signal.throwIfAborted();
          if (error instanceof HoldfastError) return { name, missing: error };
          throw error;
        }
      };
      const outcomes = await Promise.all((names.length > 0 ? names : USUAL_TOOLS).map(get));
      const print = options.json ? printTools : printLines;
      print(outcomes);
      // One that is missing does not stop the others; all that are get their message.
      const codes = outcomes.flatMap((outcome) => ('missing' in outcome ? [outcome.missing.exitCode] : []));
      process.exitCode = codes[0] ?? EXIT.pass;
    });
}

function printLines(outcomes: Outcome[]): void {
  for (const outcome of outcomes) {
    if ('tool' in outcome) {
      const { name, version, path, detail, source } = outcome.tool;
      print(`  ${name} ${version}  ${path}${source === 'PATH' ? '' : ` (${detail})`}`);
    } else {
      sayError(outcome.missing);
    }
  }
}

function printTools(outcomes: Outcome[]): void {
  const tools = outcomes.map((outcome) =>
    'tool' in outcome
      ? outcome.tool
      : {
          name: outcome.name,
          missing: {
            message: outcome.missing.message,
            next: outcome.missing.next && typed(outcome.missing.next),
          },
        },
  );
  printJson({ tools });
}
