import { closest, distance } from 'fastest-levenshtein';
import { InvalidArgumentError } from 'commander';
import { usageError, type HoldfastError } from '../errors.ts';

/** An unknown name: what was given, the nearest known one if one is near, and as the next step all that are known. */
export function unknownName(what: string, given: string, known: readonly string[]): HoldfastError {
  const nearest = closest(given, known);
  const near = distance(given, nearest) <= Math.max(2, nearest.length / 3);
  const question = near ? `. Did you mean "${nearest}"?` : '';
  const next = known.length === 1 ? nearest : `one of ${known.join(', ')}`;
  return usageError(`no ${what} is called "${given}"${question}`, { next });
}

/** Finds a name among the known ones. Throws a usage error with the nearest one. */
export function knownName<Name extends string>(what: string, given: string, known: readonly Name[]): Name {
  const found = known.find((name) => name === given);
  if (found === undefined) throw unknownName(what, given, known);
  return found;
}

/** `memory,redis` -> names; throws a usage error for one that is not known. */
export function knownNames<Name extends string>(what: string, text: string, known: readonly Name[]): Name[] {
  const names = text.split(',').map((name) => knownName(what, name.trim(), known));
  return [...new Set(names)];
}

/** The same for stores. */
export const parseStores = <Name extends string>(text: string, known: readonly Name[]): Name[] =>
  knownNames('store', text, known);

/** Parses a whole number for commander, which names the option in its message. */
export const wholeNumber =
  (low: number, high: number) =>
  (text: string): number => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= low && number <= high) return number;
    throw new InvalidArgumentError(`Expected a whole number from ${low} to ${high}.`);
  };

/** Parses a share such as `1%`, `0.5 %` or `0.01` for commander, which names the option in its message. */
export function share(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(text.trim());
  const number = Number(match?.[1]) / (match?.[2] === '%' ? 100 : 1);
  if (number >= 0 && number <= 1) return number;
  throw new InvalidArgumentError('Expected a share from 0% to 100%, such as 1% or 0.01.');
}

const BYTES: Readonly<Record<string, number>> = { b: 1, kb: 1000, kib: 1024, mb: 1_000_000, mib: 1_048_576 };

/** Parses a size, `512`, `1KB` (1000 B) or `64KiB`, for commander, which names the option in its message. */
export const sizeInBytes =
  (high: number) =>
  (text: string): number => {
    const [, count = '', unit = 'b'] = /^(\d+(?:\.\d+)?)\s*(\w+)?$/.exec(text.trim().toLowerCase()) ?? [];
    const size = count === '' ? Number.NaN : Number(count) * (BYTES[unit] ?? Number.NaN);
    if (Number.isInteger(size) && size <= high) return size;
    throw new InvalidArgumentError(`Expected bytes from 0 to ${high}, such as 512, 1KB or 64KiB.`);
  };

/** Parses words by commas for commander, which names the option in its message. */
export function listOf(text: string): string[] {
  const words = text.split(',').map((word) => word.trim());
  if (words.includes('')) throw new InvalidArgumentError('Expected words by commas, such as new,old.');
  return words;
}
