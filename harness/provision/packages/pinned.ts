import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { STORES, knownStore, type StoreName } from '../../stores/catalogue.ts';
import type { PackageVersion } from '../../stores/versions.ts';
import { cacheHome } from '../cache-home.ts';
import { inCache } from './cache.ts';
import { fetching, type FetchOptions } from './npm.ts';

const REPOSITORY = join(import.meta.dirname, '../../..');
const FETCH_LIMIT_MS = 10 * 60_000;
const GENERATE = 'generate.mjs';
const LOCK = 'package-lock.json';
/** npm packs no package-lock.json: the built package calls it so. */
const PACKED_LOCK = /^lock\.json$/;
/** Written last. */
const DONE = 'done.json';
/** The app has its own. */
const SESSION = 'express-session';
const versions = z.record(z.string(), z.string());
const packageSchema = z.object({ dependencies: versions, devDependencies: versions.default({}) });

/** Packages of a store that Holdfast does not bring along, as a folder of the repository pins them. */
export interface Pinned extends z.infer<typeof packageSchema> {
  folder: string;
  /** Those that the app loads from there. */
  packages: PackageVersion[];
  /** Of all that decides what is fetched and generated. */
  digest: string;
}

/** What is pinned for a store, by its name or by that of other versions of it; undefined where Holdfast brings its packages. */
export function pinnedFor(store: string): Pinned | undefined {
  const known = knownStore(store);
  const named = known && STORES[known].pinnedIn;
  if (named === undefined) return undefined;
  const folder = join(REPOSITORY, named);
  const hash = createHash('sha256');
  for (const name of filesIn(folder)) hash.update(readFileSync(join(folder, name)));
  const text = readFileSync(join(folder, 'package.json'), 'utf8');
  const { dependencies, devDependencies } = packageSchema.parse(JSON.parse(text));
  const packages = Object.entries(dependencies)
    .filter(([name]) => name !== SESSION)
    .map(([name, version]) => ({ name, version }));
  return { dependencies, devDependencies, folder, packages, digest: hash.digest('hex').slice(0, 12) };
}

/** Where the app finds those packages once they were fetched, and which they are. */
export function pinnedPackages(
  store: string,
  { cacheDir, env = process.env }: Pick<FetchOptions, 'cacheDir' | 'env'> = {},
): { folder: string; packages: PackageVersion[] } | undefined {
  const pinned = pinnedFor(store);
  if (pinned === undefined) return undefined;
  const name = `${knownStore(store)}-${pinned.digest}`;
  return { folder: join(cacheDir ?? cacheHome(env), 'packages', name), packages: pinned.packages };
}

/** Sees that they are in the cache; npm checks each by the lock. Rejects with `unavailable` where it cannot give them. */
export async function fetchPinned(store: StoreName, options: FetchOptions): Promise<void> {
  const pinned = pinnedFor(store);
  const there = pinnedPackages(store, options);
  if (pinned === undefined || there === undefined) return;
  const find = () => Promise.resolve(existsSync(join(there.folder, DONE)) || undefined);
  const what = `the packages of ${store}`;
  await inCache(there.folder, options.signal, find, async (part) => {
    for (const name of filesIn(pinned.folder))
      await copyFile(join(pinned.folder, name), join(part, name.replace(PACKED_LOCK, LOCK)));
    await fetching(['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], what, options, {
      cwd: part,
      limitMs: FETCH_LIMIT_MS,
      doing: `fetching ${what} from npm`,
    });
    await generate(pinned, part, what, options);
    await writeFile(join(part, DONE), '{}');
    return true;
  });
}

/** Makes what is made from the packages that npm laid into a folder, and removes what only that needs. */
export async function generate(
  { folder }: Pinned,
  part: string,
  what: string,
  options: FetchOptions,
): Promise<void> {
  for (const name of filesIn(folder).filter((each) => !each.endsWith('.json')))
    await copyFile(join(folder, name), join(part, name));
  const limits = { cwd: part, limitMs: FETCH_LIMIT_MS, doing: `making the client of ${what}` };
  await fetching([process.execPath, GENERATE], what, options, limits);
  // The client names its generator as a package that may be there.
  const unused = ['--omit=dev', '--omit=optional', '--omit=peer'];
  await fetching(['npm', 'prune', ...unused, '--ignore-scripts', '--no-audit', '--no-fund'], what, options, {
    cwd: part,
    limitMs: FETCH_LIMIT_MS,
  });
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .toSorted();
