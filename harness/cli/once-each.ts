import type { Command, Option } from 'commander';
import { usageError, type HoldfastError } from '../errors.ts';

/** What takes lists by commas, with an example: people who repeat such an option mean the list. */
const LISTS: Readonly<Record<string, string>> = {
  faults: 'app-restart@5s,app-crash@8s',
  stores: 'memory,redis',
  workloads: 'register,browse',
  secrets: 'new,old',
};

/** What is said again for each. */
const REPEATED: ReadonlySet<string> = new Set(['setting']);

/**
 * Makes a usage error of a value that is given twice, where commander would keep the last and say nothing, and of one
 * that was forgotten: of `--reports --json` it would make a folder. Options that collect their values may be repeated.
 */
export function onceEach(command: Command): void {
  for (const option of command.options.filter(({ required, optional }) => required || optional)) {
    const given: string[] = [];
    command.on(`option:${option.name()}`, (value: string | null) => {
      // One that may go without a value.
      if (value === null) return;
      assertValue(option, value, command);
      given.push(value);
      if (given.length > 1 && !option.variadic && !REPEATED.has(option.name())) throw repeated(option, given);
    });
  }
}

function assertValue({ long, flags }: Option, value: string, command: Command): void {
  const isOption = command.options.some((other) => other.long === value);
  if (!isOption && value.trim() !== '') return;
  const seen = isOption ? `was followed by ${value}` : 'was empty';
  throw usageError(`${long} needs a value, and ${seen}`, { next: flags });
}

function repeated(option: Option, given: readonly string[]): HoldfastError {
  const list = LISTS[option.name()];
  const [one, another] = given.map((value) => JSON.stringify(value));
  return usageError(`${option.long} was given twice, as ${one} and as ${another}`, {
    next: list === undefined ? `${option.long} once` : `one list by commas, such as ${option.long} ${list}`,
  });
}
