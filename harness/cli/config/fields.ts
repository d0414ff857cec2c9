import type { Command, Option } from 'commander';

/** What a field of a config may be. */
export type FieldType = 'boolean' | 'number' | 'string' | 'string[]';

/** By the word that stands for a flag's value in its help; any other word stands for text. */
const TYPES: Readonly<Record<string, readonly FieldType[]>> = {
  count: ['number'],
  port: ['number'],
  list: ['string', 'string[]'],
  names: ['string', 'string[]'],
  schedule: ['string', 'string[]'],
  share: ['number', 'string'],
  size: ['number', 'string'],
  text: ['number', 'string'],
  whom: ['boolean', 'number', 'string'],
};

/** Choose the config, or are no flags of anything that a config describes. */
const NOT_CONFIGURED = new Set(['config', 'help', 'version']);

/** The flags of a command that are fields of a config, by the names of the fields. */
export const fieldsOf = (command: Command): Map<string, Option> =>
  new Map(
    command.options
      .filter((option) => !option.hidden && !option.negate && !NOT_CONFIGURED.has(option.attributeName()))
      .map((option) => [option.attributeName(), option]),
  );

export function typesOf(option: Option): readonly FieldType[] {
  if (!option.required && !option.optional) return ['boolean'];
  const types = TYPES[placeholder(option)] ?? ['string'];
  return isRepeated(option) ? [...types, 'string[]'] : types;
}

/** Whether a flag may be given again for each of its values; a list by commas is given once. */
export const isRepeated = ({ variadic, argChoices, parseArg }: Option): boolean =>
  // A parser that takes what was there before adds to it.
  variadic || (argChoices === undefined && (parseArg?.length ?? 0) > 1);

/** Whether a flag's value is where something is, which a config says from its own folder. */
export const isPath = (option: Option): boolean => /\b(file|folder)\b/.test(placeholder(option));

/** Of `--policy <name or file>` the file is what is written as a path. */
export const mayBeName = (option: Option): boolean => /\bname\b/.test(placeholder(option));

const placeholder = ({ flags }: Option): string => /[<[]([^>\].]+)/.exec(flags)?.[1] ?? '';
