import { Option } from 'commander';
import { FAULT_KINDS } from '../model/faults.ts';
import { knownName } from '../plan/names.ts';
import { parseDuration } from '../plan/parse-duration.ts';
import { parsePackage } from '../provision/packages/asked.ts';

/** A flag whose value is a known name; a mistyped one is told with the nearest. */
export const nameOption = (
  flags: string,
  description: string,
  what: string,
  names: readonly string[],
): Option =>
  new Option(flags, description).choices(names).argParser((name: string) => knownName(what, name, names));

/** Says whether a text is a duration, before anything is made of it. */
export function durationText(text: string): string {
  parseDuration(text);
  return text;
}

/** Says whether a text is a package with a version. */
export function packageText(text: string): string {
  parsePackage(text);
  return text;
}

/** Says whether the faults of a schedule are known; what it says of each is asked when the subject is known. */
export function scheduleText(text: string): string {
  for (const part of text.split(',')) {
    const [, kind] = /^\s*([\w-]+)(?::[\w-]+)?@/.exec(part) ?? [];
    if (kind !== undefined) knownName('fault', kind, FAULT_KINDS);
  }
  return text;
}
