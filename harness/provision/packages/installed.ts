import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { z } from 'zod';

const packageSchema = z.object({ name: z.string(), version: z.string() });

/** A package that a run would load from here, by what it is called in node_modules and as it calls itself. */
export function installedPackage(name: string): { name: string; version: string } | undefined {
  try {
    const file = findPackageJSON(name, import.meta.url);
    return file === undefined ? undefined : packageSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** The version of a package that a run would load from here; undefined where there is none. */
export const installedVersion = (name: string): string | undefined => installedPackage(name)?.version;
