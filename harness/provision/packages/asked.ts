import { usageError } from '../../errors.ts';
import { installedPackage } from './installed.ts';
import { STORES, type StoreName } from '../../stores/catalogue.ts';

/** A package of a store in a version that the user asked for. */
export interface Asked {
  /** As the store calls it, and as npm does. */
  name: string;
  npmName: string;
  /** A version, or a range of them such as `7` or `^7.1`. */
  range: string;
}

/** Native code is compiled for one place by the package's own script, and npm's scripts are not run here. */
const COMPILED: ReadonlySet<string> = new Set(['better-sqlite3', 'sqlite3']);

/** `connect-redis@7.1.1`. Throws a usage error for what is no name with a version. */
export function parsePackage(text: string): { npmName: string; range: string } {
  const [, npmName, range] = /^((?:@[\w.-]+\/)?[\w.-]+)@([\w.^~<>=*-]+)$/.exec(text.trim()) ?? [];
  if (npmName === undefined || range === undefined)
    throw usageError(`"${text}" is no package with its version`, { next: 'such as connect-redis@7.1.1' });
  return { npmName, range };
}

/** The package as one of the store's. Throws a usage error where the store is not made of it. */
export function askedOf(store: StoreName, text: string): Asked {
  const { npmName, range } = parsePackage(text);
  const name = nameIn(store, npmName);
  if (name === undefined) {
    const packages = STORES[store].npm.map(npmNameOf);
    throw usageError(`${store} is not made of ${npmName}`, { next: `one of ${packages.join(', ')}` });
  }
  if (COMPILED.has(npmName))
    throw usageError(`${npmName} is compiled where it is installed, and only that version can be tested`, {
      next: `npm install --no-save ${npmName}@${range}`,
    });
  return { name, npmName, range };
}

/** What a store calls the package that npm calls so; undefined where it is not made of it. */
export const nameIn = (store: StoreName, npmName: string): string | undefined =>
  STORES[store].npm.find((name) => npmNameOf(name) === npmName);

/** Two versions of one package are installed beside each other under two names. */
const npmNameOf = (name: string): string => installedPackage(name)?.name ?? name;
