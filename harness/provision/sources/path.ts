import { access, constants, glob, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { absent, failed, reasonToPassOver } from '../passed-over.ts';
import type { Search } from '../search.ts';
import type { Tool } from '../tool.ts';
import { verify } from '../verify.ts';

/**
 * The first program of that name on PATH, or in a folder where it is often installed, whose version will do: one that
 * is too old may hide one that is not.
 */
export async function fromPath(search: Search): Promise<Tool> {
  const { name, entry } = search;
  const reasons: string[] = [];
  const folders: string[] = [];
  for await (const folder of glob(entry.folders ?? [])) folders.push(folder);
  const places = [...search.path, ...folders.toSorted(newestFirst)];
  for (const path of await programsOnPath({ path: places }, name)) {
    try {
      return { name, path, version: await verify(search, path), source: 'PATH', detail: path };
    } catch (error) {
      const reason = reasonToPassOver(error);
      if (reason === undefined) throw error;
      reasons.push(reason.message);
    }
  }
  throw reasons.length === 0 ? absent('not there') : failed(reasons.join('; '));
}

/** Of folders that differ in the version that they are named for. */
const newestFirst = (one: string, other: string) => other.localeCompare(one, 'en', { numeric: true });

/** All programs of that name, in the order of PATH. */
export async function programsOnPath({ path }: Pick<Search, 'path'>, program: string): Promise<string[]> {
  const candidates = new Set(path.map((folder) => resolve(join(folder, program))));
  const found = await Promise.all(
    [...candidates].map(async (file) => ((await isProgram(file)) ? [file] : [])),
  );
  return found.flat();
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
