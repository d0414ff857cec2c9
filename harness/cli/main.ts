import { styleText } from 'node:util';
import { Command, CommanderError } from 'commander';
import { EXIT, HoldfastError } from '../errors.ts';
import { VERSION } from '../plan/make.ts';
import { checkCommand } from './check.ts';
import { compareCommand } from './compare.ts';
import { claimsCommand } from './claims.ts';
import { doctorCommand } from './doctor.ts';
import { gateCommand } from './gate.ts';
import { proveCommand } from './prove.ts';
import { provisionCommand } from './provision.ts';
import { reportCommand } from './report.ts';
import { reproCommand } from './repro.ts';
import { runCommand } from './run.ts';

const COMMANDS = [
  proveCommand,
  claimsCommand,
  runCommand,
  checkCommand,
  compareCommand,
  gateCommand,
  reportCommand,
  reproCommand,
  doctorCommand,
  provisionCommand,
];

function createProgram(): Command {
  const program = new Command('holdfast')
    .description('Find out under load and faults whether a session store keeps what it acknowledged')
    .version(VERSION)
    .showSuggestionAfterError()
    .addHelpText('after', EXIT_CODES)
    // Set before the commands are added: they inherit it.
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(`holdfast: ${text.replace(/^error: /, '')}`) });
  for (const add of COMMANDS) add(program);
  return program;
}

const EXIT_CODES = `
Exit codes: 0 pass, 1 fail, 2 unknown, 64 wrong usage, 69 a tool, server or folder could not be had,
70 a defect of Holdfast, 130 interrupted.`;

/** Turns whatever ended a command into one clear message and an exit code. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.pass : EXIT.usage;
  if (error instanceof HoldfastError) {
    const next = error.next === undefined ? '' : `\n  Try: ${error.next}`;
    process.stderr.write(
      `${styleText('red', 'holdfast:', { stream: process.stderr })} ${error.message}${next}\n`,
    );
    return error.exitCode;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`holdfast: a defect of Holdfast, not of what it tests:\n${stack}\n`);
  return EXIT.defect;
}

try {
  await createProgram().parseAsync();
} catch (error) {
  process.exitCode = report(error);
}
// Whatever still has a timer or a socket open has no more to say.
process.exit();
