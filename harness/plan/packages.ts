import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Plan } from '../model/plan.ts';
import { STORE_NAMES, type StoreName } from '../stores/catalogue.ts';
import { STORE_PACKAGES } from '../stores/packages.ts';

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

const isKnown = (store: string): store is StoreName => (STORE_NAMES as readonly string[]).includes(store);

/** The packages of these stores that are installed, each once. A user's own subject says nothing of its packages. */
export function packagesOf(stores: Iterable<string>): Plan['packages'] {
  const names = new Set(
    [...stores].flatMap((store) => (isKnown(store) ? STORE_PACKAGES[store] : ['express-session'])),
  );
  return [...names].flatMap((name) => {
    const version = installedVersion(name);
    return version === undefined ? [] : [{ name, version, source: 'node_modules' }];
  });
}
