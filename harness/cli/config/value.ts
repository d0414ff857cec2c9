import { relative, resolve } from 'node:path';
import { InvalidArgumentError, type Option } from 'commander';
import { HoldfastError } from '../../errors.ts';
import type { Config } from './load.ts';
import { isPath, isRepeated, mayBeName, typesOf } from './fields.ts';

const CALLED: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  number: 'a number',
  string: 'text',
  'string[]': 'a list of texts',
};

/** What a flag would have made of a value in a config. Throws the usage error that the flag would, with its place. */
export function valueOf(option: Option, value: unknown, config: Config, path: readonly string[]): unknown {
  const types = typesOf(option);
  if (!types.some((type) => isOf(type, value))) {
    const expected = types.map((type) => CALLED[type]).join(' or ');
    throw config.wrong(path, `expected ${expected}, found ${JSON.stringify(value) ?? 'nothing'}`);
  }
  if (types.length === 1 && types[0] === 'boolean') return value;
  const parts = Array.isArray(value) ? value.map(String) : [String(value)];
  if (parts.length === 0 || parts.some((part) => part.trim() === '')) throw config.wrong(path, 'it is empty');
  const words = isRepeated(option) ? parts : [parts.join(',')];
  try {
    return words.reduce<unknown>(
      (before, word) => parse(option, located(option, word, config), before),
      undefined,
    );
  } catch (error) {
    if (error instanceof HoldfastError) throw config.wrong(path, error.message, error.next);
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw config.wrong(path, `${JSON.stringify(value)}: ${error.message}`);
  }
}

function isOf(type: string, value: unknown): boolean {
  if (type === 'string[]') return Array.isArray(value) && value.every((each) => typeof each === 'string');
  return typeof value === type;
}

function parse(option: Option, word: string, before: unknown): unknown {
  if (option.parseArg !== undefined) return option.parseArg(word, before);
  return option.variadic ? [...((before as string[] | undefined) ?? []), word] : word;
}

/** A path of the config's folder as one of this folder. */
function located(option: Option, word: string, { folder }: Config): string {
  if (!isPath(option) || (mayBeName(option) && !/[/\\.]/.test(word))) return word;
  return relative(process.cwd(), resolve(folder, word)) || '.';
}
