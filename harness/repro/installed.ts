import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const NODE_MODULES = new URL('../../node_modules/', import.meta.url);
const packageSchema = z.object({ version: z.string() });

/** The versions of packages that are installed: `express-session 1.19.0`. One that is not says so. */
export function installedVersions(packages: readonly string[]): Promise<string[]> {
  return Promise.all(packages.map(async (name) => `${name} ${await versionOf(name)}`));
}

/** Read as a file: many packages do not export their package.json. */
async function versionOf(name: string): Promise<string> {
  const file = new URL(`${name}/package.json`, NODE_MODULES);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return 'is not installed';
  return packageSchema.parse(JSON.parse(text)).version;
}
