import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { dirname, extname, relative, resolve } from 'node:path';
import type { Script } from '../../model/script.ts';
import { usageError } from '../../errors.ts';
import { dataOf } from './data.ts';

/** By these names k6 takes a script. */
const EXTENSIONS: ReadonlySet<string> = new Set(['.ts', '.js', '.mts', '.mjs', '.cts', '.cjs']);
/** What a script may import or open. */
const RELATIVE = /(["'`])(\.\.?\/[^"'`\n]+)\1/g;

export const isScript = (file: string): boolean => EXTENSIONS.has(extname(file).toLowerCase());

/** A script of the user's own, before it was tried. Throws a usage error where there is none. */
export function readScript(
  given: string,
  { clients, data }: { clients: number; data?: string | undefined },
): Omit<Script, 'checkers'> {
  const file = resolve(given);
  if (!isFile(file))
    throw usageError(`there is no script ${given}`, {
      next: 'the path of a k6 script that says what clients do (docs/YOUR-PAGES.md#a-script)',
    });
  const rows = data === undefined ? undefined : dataOf(data, clients);
  return { file, digest: digestOf(file), ...(rows && { rows: rows.map((row) => ({ ...row })) }) };
}

/** The same wherever the folder of the script is. */
function digestOf(script: string): string {
  const hash = createHash('sha256');
  for (const file of filesOf(script, new Set()))
    hash
      .update(`${relative(dirname(script), file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return hash.digest('hex');
}

function filesOf(file: string, seen: Set<string>): Set<string> {
  seen.add(file);
  if (!isScript(file)) return seen;
  for (const [, , path = ''] of readFileSync(file, 'utf8').matchAll(RELATIVE)) {
    const named = resolve(dirname(file), path);
    if (!seen.has(named) && isFile(named)) filesOf(named, seen);
  }
  return seen;
}

const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() === true;
