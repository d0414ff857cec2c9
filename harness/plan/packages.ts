import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { z } from 'zod';
import type { Plan } from '../model/plan.ts';
import { isStore, STORES } from '../stores/catalogue.ts';

const packageSchema = z.object({ version: z.string() });

/** The version of a package that a run would load from here; undefined where there is none. */
export function installedVersion(name: string): string | undefined {
  try {
    const file = findPackageJSON(name, import.meta.url);
    return file && packageSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).version;
  } catch {
    return undefined;
  }
}

/** The packages of these stores that are installed, each once. A user's own subject says nothing of its packages. */
export function packagesOf(stores: Iterable<string>): Plan['packages'] {
  const names = new Set(
    [...stores].flatMap((store) => (isStore(store) ? STORES[store].npm : ['express-session'])),
  );
  return [...names].flatMap((name) => {
    const version = installedVersion(name);
    return version === undefined ? [] : [{ name, version, source: 'node_modules' }];
  });
}
