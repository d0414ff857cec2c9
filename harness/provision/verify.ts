import { runCommand } from './command.ts';
import { failed } from './passed-over.ts';
import type { Search } from './search.ts';

/** A program that has a thirtieth of a processor takes so long to say its version; only one that hangs takes longer. */
const LIMIT_MS = 60_000;

/** Runs the program and gives its version; passes it over if it does not run or its version will not do. */
export async function verify(
  search: Search,
  path: string,
  env: Record<string, string> = {},
): Promise<string> {
  const { args, pattern } = search.entry.version;
  const answer = await runCommand(search, path, args, { limitMs: LIMIT_MS, env });
  const version = pattern.exec(answer)?.[1];
  if (version === undefined) {
    throw failed(`${path} ${args.join(' ')} states no version, but "${answer.trim().split('\n')[0] ?? ''}"`);
  }
  if (isOlder(version, search.entry.atLeast)) {
    throw failed(`${path} is ${version}; ${search.entry.atLeast} or later is needed`);
  }
  return version;
}

/** For versions that are numbers and dots. */
export const isOlder = (version: string, than: string) =>
  version.localeCompare(than, 'en', { numeric: true }) < 0;
