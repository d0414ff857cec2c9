import { Command, CommanderError, type Option } from 'commander';
import { EXIT } from '../errors.ts';
import { printableLines } from '../report/printable.ts';
import { VERSION } from '../plan/make.ts';
import { unknownName } from '../plan/names.ts';
import { abCommand } from './ab.ts';
import { checkCommand } from './check.ts';
import { compareCommand } from './compare.ts';
import { claimsCommand } from './claims.ts';
import { takesConfig } from './config/takes-config.ts';
import { doctorCommand } from './doctor.ts';
import { faultsCommand } from './faults.ts';
import { gateCommand } from './gate.ts';
import { initCommand } from './init.ts';
import { kubernetesCommand } from './kubernetes.ts';
import { matrixCommand } from './matrix.ts';
import { mergeCommand } from './merge.ts';
import { onceEach } from './once-each.ts';
import { proveCommand } from './prove.ts';
import { provisionCommand } from './provision.ts';
import { reportCommand } from './report.ts';
import { reproCommand } from './repro.ts';
import { runCommand } from './run.ts';
import { suiteCommand } from './suite.ts';
import { trendCommand } from './trend.ts';

const COMMANDS = [
  proveCommand,
  claimsCommand,
  runCommand,
  suiteCommand,
  checkCommand,
  mergeCommand,
  kubernetesCommand,
  compareCommand,
  matrixCommand,
  abCommand,
  gateCommand,
  trendCommand,
  reportCommand,
  reproCommand,
  faultsCommand,
  doctorCommand,
  provisionCommand,
  initCommand,
];

const EXIT_CODES = `
Exit codes: 0 pass, 1 fail, 2 unknown, 64 wrong usage, 69 a tool, server or
folder could not be had, 70 a defect of Holdfast, 74 the results could not be
written to stdout, 130 interrupted.`;

/** The whole command line. The launcher prints its help from bin/help, which tools/help.ts makes of this. */
export function createProgram(): Command {
  const program = new Command('holdfast')
    .description('Find out under load and faults whether a session store keeps what it acknowledged')
    .version(VERSION)
    .addHelpText('after', EXIT_CODES)
    .configureHelp({ optionDescription: describe })
    // Set before the commands are added: they inherit it.
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(`holdfast: ${printableLines(reworded(text))}`) });
  for (const add of COMMANDS) add(program);
  for (const command of program.commands) takesConfig(command);
  for (const command of program.commands) onceEach(command);
  return program;
}

/** An option's own words, what may be chosen, and its default, unless that is nothing. */
function describe({ description, argChoices, defaultValue, defaultValueDescription }: Option): string {
  const none = defaultValue === undefined || defaultValue === false || defaultValue === '';
  const usual = defaultValueDescription ?? (none ? '' : String(defaultValue));
  const more = [argChoices?.join(', '), usual && `default: ${usual}`].filter(Boolean);
  return more.length === 0 ? description : `${description} (${more.join('; ')})`;
}

/** Carries out a command line. Rejects with what ended it, and sets the exit code else. */
export async function runProgram(words: readonly string[]): Promise<void> {
  const program = createProgram();
  assertCommand(program, words);
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? EXIT.pass : EXIT.usage;
  }
}

/** What commander says of wrong usage, with what people meant by it. */
function reworded(text: string): string {
  const said = text.replace(/^error: /, '');
  if (!said.startsWith('too many arguments')) return said;
  return `${said}  Try: lists go by commas (--stores memory,redis), and switches such as --resave take no value\n`;
}

/** Throws a usage error, with the nearest name, for a first word that is no command; commander would print its help. */
function assertCommand(program: Command, [first = '', second = '']: readonly string[]): void {
  const known = program.commands.map((command) => command.name());
  const given = first === 'help' ? second : first;
  if (given === '' || given.startsWith('-') || known.includes(given)) return;
  throw unknownName('command', given, known);
}
