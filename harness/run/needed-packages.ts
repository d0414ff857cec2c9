import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { unavailable } from '../errors.ts';
import { installedVersion } from '../provision/packages/installed.ts';
import { fetchPinned } from '../provision/packages/pinned.ts';
import type { FetchOptions } from '../provision/packages/npm.ts';
import { isStore, storeEntry } from '../stores/catalogue.ts';
import { SERVERS } from '../../servers/catalogue.ts';
import type { ServerProgram } from '../../protocol/servers.ts';

const ROOT = new URL('../../', import.meta.url);
/** Holdfast's own app is made of these, whatever store it runs on. */
const OF_APP = ['express', 'express-session', 'prom-client'];
const LAUNCHER_LIMIT_MS = 10_000;

const isThere = (path: string) => existsSync(fileURLToPath(new URL(path, ROOT)));

/**
 * Sees to the packages of these stores, and to what these servers are asked by. Those that no installation brings are
 * fetched. In a project that has Holdfast as a package and not all the others, the launcher is told, which starts this
 * program again beside those that Holdfast is tested with; the repository has them all. Rejects where they cannot be
 * had, or where there is no launcher.
 */
export async function needPackages(
  stores: readonly string[],
  servers: readonly ServerProgram[],
  options: FetchOptions,
): Promise<void> {
  await needInstalled(stores, servers);
  // A store in other versions has those already.
  for (const store of stores) if (isStore(store)) await fetchPinned(store, options);
}

async function needInstalled(stores: readonly string[], servers: readonly ServerProgram[]): Promise<void> {
  const isPackage = isThere('tested');
  const isBesideTested = isThere('../package-lock.json');
  if (!isPackage || isBesideTested) return;
  const names = new Set([
    // An app of the user's own brings its packages along.
    ...(stores.length > 0 ? OF_APP : []),
    ...stores.flatMap(installedOf),
    ...servers.map((server) => SERVERS[server].npm),
  ]);
  const missing = [...names].filter((name) => installedVersion(name) === undefined);
  if (missing.length === 0) return;
  if (process.send === undefined) {
    throw unavailable(`not installed here: ${missing.join(', ')}`, {
      next: `npm install ${missing.join(' ')}`,
    });
  }
  process.send({ missing }, () => process.exit());
  await delay(LAUNCHER_LIMIT_MS);
}

function installedOf(store: string): readonly string[] {
  const entry = storeEntry(store);
  return entry === undefined || entry.pinnedIn !== undefined ? [] : entry.npm;
}
