import type { Command } from 'commander';
import { createProgram } from './program.ts';

/** As wide as terminals are at least; commander would take the width of the terminal that happens to be there. */
const COLUMNS = 80;

/** The help of the program (`holdfast`) and of each command, by name. */
export function helpTexts(): Map<string, string> {
  const program = createProgram();
  return new Map([program, ...program.commands].map((command) => [command.name(), helpOf(command)]));
}

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({
    writeOut: (part) => void (text += part),
    getOutHelpWidth: () => COLUMNS,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return text;
}
