import { usageError } from '../errors.ts';
import {
  DIRECTIONS,
  parametersSchema,
  usualOf,
  type ChoiceParameter,
  type FaultParameters,
  type GivenParameters,
  type NumberParameter,
} from '../model/faults/parameters.ts';
import { FAULTS, type FaultKind } from '../model/faults.ts';
import { unknownName } from './names.ts';
import { parseDuration } from './parse-duration.ts';

/**
 * `150ms±50ms, both`: the parameters of a fault, each number in its order, what is chosen and the direction anywhere; what is left out
 * is as usual. Undefined for a fault that has none. Throws a usage error that says what could have been written.
 */
export function parseParameters(kind: FaultKind, text: string | undefined): GivenParameters | undefined {
  const { parameters } = FAULTS[kind] as { parameters: FaultParameters };
  const words = text === undefined ? [] : text.split(',').map((word) => word.trim());
  const { choice } = parameters;
  if (parameters.numbers.length === 0 && choice === undefined && parameters.direction === undefined) {
    if (text === undefined) return undefined;
    throw usageError(`${kind} has no parameters, and was given (${text})`, { next: `${kind}@5s` });
  }
  const given: Record<string, number | string> = {};
  const numbers = [...parameters.numbers];
  for (const word of words) {
    if (choice !== undefined && /^[a-z-]+$/i.test(word))
      Object.assign(given, choiceOf(kind, word, { choice, given }));
    else if (/^[a-z-]+$/i.test(word)) given['direction'] = directionOf(kind, word, { ...parameters, given });
    else {
      const number = numbers.shift();
      if (word === '' || number === undefined)
        throw usageError(`"${word}" is one too many for ${kind}`, { next: written(kind) });
      Object.assign(given, numberOf(kind, word, number));
    }
  }
  return parametersSchema(parameters).parse(given) as GivenParameters;
}

/** How a fault is written with all its parameters as usual: `wire-slow(150ms, upstream)@5s`. */
export function written(kind: FaultKind): string {
  return `${kind}${writtenParameters(kind, {})}@5s`;
}

/** Parameters as they are written behind a kind, those that are not given as usual: `(150ms, upstream)`, or nothing. */
export function writtenParameters(kind: FaultKind, given: GivenParameters): string {
  const { numbers, choice, direction } = FAULTS[kind].parameters as FaultParameters;
  const words = numbers.map(({ key, jitterKey, usual, unit }) => {
    const jitter = Number((jitterKey && given[jitterKey]) ?? 0);
    return `${inUnit(Number(given[key] ?? usual), unit)}${jitter > 0 ? `±${inUnit(jitter, unit)}` : ''}`;
  });
  if (choice) words.push(String(given[choice.key] ?? usualOf(choice)));
  if (direction) words.push(String(given['direction'] ?? direction));
  return words.length === 0 ? '' : `(${words.join(', ')})`;
}

export function inUnit(value: number, unit: NumberParameter['unit']): string {
  if (unit === 'bytes') return `${value}B`;
  const whole = unit === 'ms' && LONG.find(([, ms]) => value >= ms && value % ms === 0);
  return whole ? `${value / whole[1]}${whole[0]}` : `${value}${unit}`;
}

/** What is told in milliseconds beside others stays so; an hour does not. */
const LONG = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
] as const;

function directionOf(
  kind: FaultKind,
  word: string,
  { direction, given }: FaultParameters & { given: GivenParameters },
): string {
  if (direction === undefined)
    throw usageError(`${kind} has no direction, and was given "${word}"`, { next: written(kind) });
  if (given['direction'] !== undefined)
    throw usageError(`${kind} was given two directions, ${given['direction']} and ${word}`, {
      next: written(kind),
    });
  const known = DIRECTIONS.find((name) => name === word);
  if (known === undefined) throw unknownName('direction', word, DIRECTIONS);
  return known;
}

function choiceOf(
  kind: FaultKind,
  word: string,
  { choice, given }: { choice: ChoiceParameter; given: GivenParameters },
): GivenParameters {
  const { name, key, values } = choice;
  const before = given[key];
  if (before !== undefined)
    throw usageError(`the ${name} of ${kind} was given twice, as ${before} and as ${word}`, {
      next: written(kind),
    });
  const known = Object.keys(values);
  if (!known.includes(word)) throw unknownName(`${name} of ${kind}`, word, known);
  return { [key]: word };
}

function numberOf(kind: FaultKind, word: string, parameter: NumberParameter): GivenParameters {
  const { name, key, jitterKey, least, most, unit } = parameter;
  const [main = '', jitter, ...more] = word.split(/±|\+-/).map((part) => part.trim());
  const place = `the ${name} of ${kind}`;
  if (more.length > 0 || (jitter !== undefined && jitterKey === undefined))
    throw usageError(`${place} is "${word}": ${unit === 'ms' ? 'one time' : 'one number'} was expected`, {
      next: written(kind),
    });
  const value = PARSE[unit](main, place);
  if (value < least || value > most)
    throw usageError(`${place} is ${main}: it must be from ${inUnit(least, unit)} to ${inUnit(most, unit)}`);
  if (jitter === undefined || jitterKey === undefined) return { [key]: value };
  const spread = PARSE[unit](jitter, `what ${place} varies by`);
  if (spread > value)
    throw usageError(`${place} varies by ${jitter}, and may by no more than itself, ${main}`);
  return { [key]: value, [jitterKey]: spread };
}

const PARSE: Readonly<Record<NumberParameter['unit'], (text: string, place: string) => number>> = {
  ms: (text, place) => {
    try {
      return parseDuration(text);
    } catch {
      throw usageError(`${place} is "${text}": expected a time with its unit, such as 150ms or 2s`);
    }
  },
  'KB/s': (text, place) => scaled(text, RATES, `${place} is "${text}": expected a rate, such as 64KB/s`),
  '%': (text, place) => scaled(text, SHARES, `${place} is "${text}": expected a share, such as 30%`),
  bytes: (text, place) => scaled(text, SIZES, `${place} is "${text}": expected a size, such as 512B or 64KB`),
};

const RATES: Readonly<Record<string, number>> = { 'kb/s': 1, 'mb/s': 1000 };
const SHARES: Readonly<Record<string, number>> = { '%': 1 };
const SIZES: Readonly<Record<string, number>> = { b: 1, kb: 1000, kib: 1024, mb: 1_000_000, mib: 1_048_576 };

function scaled(text: string, units: Readonly<Record<string, number>>, otherwise: string): number {
  const [, count = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z/%]+)$/i.exec(text) ?? [];
  const value = count === '' ? Number.NaN : Number(count) * (units[unit.toLowerCase()] ?? Number.NaN);
  if (!Number.isInteger(value)) throw usageError(otherwise);
  return value;
}
