import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { acquireLock } from '../../../bin/lock.mjs';
import { unavailable } from '../../errors.ts';
import { installedVersion } from './installed.ts';
import { STORES, type StoreName } from '../../stores/catalogue.ts';
import { variantName, type PackageVersion } from '../../stores/versions.ts';
import { cacheHome } from '../cache-home.ts';
import { runCommand } from '../command.ts';
import { PassedOver } from '../passed-over.ts';
import { isOlder } from '../verify.ts';
import type { Asked } from './asked.ts';

export interface FetchOptions {
  signal: AbortSignal;
  /** Takes one line of progress. */
  report: (line: string) => void;
  cacheDir?: string;
  env?: NodeJS.ProcessEnv;
}

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
  const folder = join(home, 'packages', variantName(store, asked).replaceAll('/', '-'));
  const isAsked = ({ name }: PackageVersion) => asked.some((each) => each.name === name);
  const ready = async () => {
    const found = await readFound(folder);
    if (found === undefined || found.session !== installedVersion(SESSION)) return undefined;
    return { folder, asked, packages: found.packages };
  };
  const cached = await ready();
  if (cached !== undefined) return cached;
  await mkdir(dirname(folder), { recursive: true });
  const release = await acquireLock(`${folder}.lock`, { signal: options.signal });
  try {
    const meanwhile = await ready();
    if (meanwhile !== undefined) return meanwhile;
    const part = await mkdtemp(`${folder}.part-`);
    try {
      const packages = await installed(part, store, wanted, asked, options);
      const session = installedVersion(SESSION);
      await writeFile(join(part, FOUND), JSON.stringify({ session, packages }));
      await rm(folder, { recursive: true, force: true });
      await rename(part, folder);
      return { folder, asked, packages: packages.toSorted((one) => (isAsked(one) ? -1 : 1)) };
    } finally {
      await rm(part, { recursive: true, force: true });
    }
  } finally {
    release();
  }
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
  const install = (dependencies: Record<string, string>) => npmInstall(folder, dependencies, wanted, options);
  await install(needed);
  const others = STORES[store].npm.filter((name) => !(name in needed));
  const brought = (await versionsIn(folder, others)).filter(
    ({ name, version }) => version !== installedVersion(name),
  );
  const same: Record<string, string> = {};
  for (const { name } of brought) same[name] = installedVersion(name) ?? '*';
  // npm refuses what does not fit together.
  if (brought.length > 0) await install({ ...needed, ...same }).catch(() => install(needed));
  return versionsIn(folder, [...wanted.map(({ name }) => name), ...others]);
}

async function npmInstall(
  folder: string,
  dependencies: Record<string, string>,
  wanted: readonly Asked[],
  options: FetchOptions,
): Promise<void> {
  // Over what is there npm only warns of what does not fit together.
  for (const old of ['node_modules', 'package-lock.json'])
    await rm(join(folder, old), { recursive: true, force: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  await npm(
    ['install', '--ignore-scripts', '--strict-peer-deps', '--no-audit', '--no-fund'],
    wanted,
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
  const answer = await npm(['view', `${npmName}@${range}`, 'version', '--json'], wanted, options, limits);
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

async function npm(
  args: string[],
  wanted: readonly Asked[],
  { signal, report, env = process.env }: FetchOptions,
  limits: Parameters<typeof runCommand>[3],
): Promise<string> {
  try {
    return await runCommand({ signal, report, env }, 'npm', args, limits);
  } catch (error) {
    if (!(error instanceof PassedOver)) throw error;
    throw unavailable(`${named(wanted)} could not be fetched: ${error.message}`, {
      next: 'see that npm reaches its registry, and that it has this version (npm view <package> versions)',
      cause: error,
    });
  }
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
