import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { unavailable } from '../../errors.ts';
import { installedVersion } from './installed.ts';
import { STORES, type StoreName } from '../../stores/catalogue.ts';
import { variantName, type PackageVersion } from '../../stores/versions.ts';
import { cacheHome } from '../cache-home.ts';
import { isOlder } from '../verify.ts';
import type { Asked } from './asked.ts';
import { inCache } from './cache.ts';
import { fetching, type FetchOptions } from './npm.ts';
import { generate, pinnedFor, type Pinned } from './pinned.ts';

/** Packages of a store that stand in a folder of the cache, and are to be loaded from there. */
export interface FetchedPackages {
  folder: string;
  /** Those that were asked for. */
  asked: PackageVersion[];
  /** The same, with those that they need in other versions than the installed ones. */
  packages: PackageVersion[];
}

const FOUND = 'found.json';
const foundSchema = z.object({
  session: z.string().optional(),
  packages: z.array(z.object({ name: z.string(), version: z.string() })),
});
const FETCH_LIMIT_MS = 5 * 60_000;
const LOOK_UP_LIMIT_MS = 60_000;
const EXACT = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/;
/** The app has one express-session; a store's own copy of it, in the same version, is no other subject. */
const SESSION = 'express-session';

/**
 * Fetches packages of a store by npm, which checks what it gets, into the cache, where they are found again without a
 * network. What they need of the store's other packages comes in the installed version if they take it, and otherwise in
 * the newest that they take. Rejects with `unavailable` where npm cannot give them.
 */
export async function fetchPackages(
  store: StoreName,
  wanted: readonly Asked[],
  options: FetchOptions,
): Promise<FetchedPackages> {
  const asked: PackageVersion[] = [];
  for (const each of wanted) asked.push({ name: each.name, version: await versionOf(each, wanted, options) });
  const home = options.cacheDir ?? cacheHome(options.env ?? process.env);
  const pinned = pinnedFor(store)?.digest;
  const name = [variantName(store, asked), ...(pinned === undefined ? [] : [pinned])].join('-');
  const folder = join(home, 'packages', name.replaceAll('/', '-'));
  const isAsked = (one: PackageVersion) => asked.some((each) => each.name === one.name);
  const find = async () => {
    const found = await readFound(folder);
    if (found === undefined || found.session !== installedVersion(SESSION)) return undefined;
    return { folder, asked, packages: found.packages };
  };
  return inCache(folder, options.signal, find, async (part) => {
    const packages = await installed(part, store, wanted, asked, options);
    const session = installedVersion(SESSION);
    await writeFile(join(part, FOUND), JSON.stringify({ session, packages }));
    return { folder, asked, packages: packages.toSorted((one) => (isAsked(one) ? -1 : 1)) };
  });
}

async function readFound(folder: string) {
  const text = await readFile(join(folder, FOUND), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : foundSchema.parse(JSON.parse(text));
}

/** Installs them, and gives those of the store's packages that are then there to be loaded. */
async function installed(
  folder: string,
  store: StoreName,
  wanted: readonly Asked[],
  asked: readonly PackageVersion[],
  options: FetchOptions,
): Promise<PackageVersion[]> {
  const session = installedVersion(SESSION);
  const needed: Record<string, string> = session === undefined ? {} : { [SESSION]: session };
  for (const { name, npmName } of wanted) {
    const version = asked.find((each) => each.name === name)?.version ?? '';
    needed[name] = name === npmName ? version : `npm:${npmName}@${version}`;
  }
  const install = (dependencies: Record<string, string>, devDependencies = {}) =>
    npmInstall(folder, { dependencies, devDependencies }, wanted, options);
  const others = STORES[store].npm.filter((name) => !(name in needed));
  const pinned = pinnedFor(store);
  if (pinned === undefined) {
    await install(needed);
    const brought = (await versionsIn(folder, others)).filter(
      ({ name, version }) => version !== installedVersion(name),
    );
    const same: Record<string, string> = {};
    for (const { name } of brought) same[name] = installedVersion(name) ?? '*';
    // npm refuses what does not fit together.
    if (brought.length > 0) await install({ ...needed, ...same }).catch(() => install(needed));
  } else {
    const { dependencies, devDependencies } = alike(pinned, asked);
    await install({ ...dependencies, ...needed }, devDependencies);
    await generate(pinned, folder, named(wanted), options);
  }
  return versionsIn(folder, [...wanted.map(({ name }) => name), ...others]);
}

/** What is pinned, with all packages of one version, which are released together, in the version that is asked of one of them. */
function alike(
  { dependencies, devDependencies }: Pinned,
  asked: readonly PackageVersion[],
): Pick<Pinned, 'dependencies' | 'devDependencies'> {
  const versions = new Map(asked.map(({ name, version }) => [dependencies[name], version]));
  const moved = (packages: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(packages).map(([name, version]) => [name, versions.get(version) ?? version]),
    );
  return { dependencies: moved(dependencies), devDependencies: moved(devDependencies) };
}

async function npmInstall(
  folder: string,
  packages: { dependencies: Record<string, string>; devDependencies: Record<string, string> },
  wanted: readonly Asked[],
  options: FetchOptions,
): Promise<void> {
  // Over what is there npm only warns of what does not fit together.
  for (const old of ['node_modules', 'package-lock.json'])
    await rm(join(folder, old), { recursive: true, force: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, ...packages }));
  await fetching(
    ['npm', 'install', '--ignore-scripts', '--strict-peer-deps', '--no-audit', '--no-fund'],
    named(wanted),
    options,
    {
      cwd: folder,
      limitMs: FETCH_LIMIT_MS,
      doing: `fetching ${named(wanted)} from npm`,
    },
  );
}

/** The newest version of a range, by npm's registry; a whole version is itself. */
async function versionOf(
  { npmName, range }: Asked,
  wanted: readonly Asked[],
  options: FetchOptions,
): Promise<string> {
  if (EXACT.test(range)) return range;
  const limits = { limitMs: LOOK_UP_LIMIT_MS };
  const look = ['npm', 'view', `${npmName}@${range}`, 'version', '--json'] as const;
  const answer = await fetching(look, named(wanted), options, limits);
  const versions = z.union([z.string(), z.array(z.string())]).parse(JSON.parse(answer || '[]'));
  const newest = [versions]
    .flat()
    .filter((version) => !version.includes('-'))
    .reduce<string | undefined>(
      (best, each) => (best === undefined || isOlder(best, each) ? each : best),
      undefined,
    );
  if (newest === undefined)
    throw unavailable(`npm knows no ${npmName}@${range}`, { next: `npm view ${npmName} versions` });
  return newest;
}

const named = (wanted: readonly Asked[]) =>
  wanted.map(({ npmName, range }) => `${npmName}@${range}`).join(' and ');

async function versionsIn(folder: string, names: readonly string[]): Promise<PackageVersion[]> {
  const found: PackageVersion[] = [];
  for (const name of names) {
    const file = join(folder, 'node_modules', name, 'package.json');
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text !== undefined)
      found.push({ name, version: z.object({ version: z.string() }).parse(JSON.parse(text)).version });
  }
  return found;
}
