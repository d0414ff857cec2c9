import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Plan } from '../model/plan.ts';
import { isStore, STORES } from '../stores/catalogue.ts';

const NODE_MODULES = new URL('../../node_modules/', import.meta.url);
const packageSchema = z.object({ version: z.string() });

/** The installed version of a package; undefined where it is not. Read as a file: many do not export their package.json. */
export function installedVersion(name: string): string | undefined {
  try {
    const text = readFileSync(new URL(`${name}/package.json`, NODE_MODULES), 'utf8');
    return packageSchema.parse(JSON.parse(text)).version;
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
