import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { unavailable } from '../errors.ts';
import { installedVersion } from '../provision/packages/installed.ts';
import { storeEntry } from '../stores/catalogue.ts';
import { SERVERS } from '../../servers/catalogue.ts';
import type { ServerProgram } from '../../protocol/servers.ts';

const ROOT = new URL('../../', import.meta.url);
/** Holdfast's own app is made of these, whatever store it runs on. */
const OF_APP = ['express', 'express-session', 'prom-client'];
const LAUNCHER_LIMIT_MS = 10_000;

const isThere = (path: string) => existsSync(fileURLToPath(new URL(path, ROOT)));

/**
 * In a project that has Holdfast as a package: sees to the packages of these stores, and to what these servers are asked by. Where some are not installed there,
 * the launcher is told, which starts this program again beside those that Holdfast is tested with. Rejects where there
 * is no launcher. The repository has them all.
 */
export async function needPackages(
  stores: readonly string[],
  servers: readonly ServerProgram[],
): Promise<void> {
  const isPackage = isThere('tested');
  const isBesideTested = isThere('../package-lock.json');
  if (!isPackage || isBesideTested) return;
  const names = new Set([
    // An app of the user's own brings its packages along.
    ...(stores.length > 0 ? OF_APP : []),
    ...stores.flatMap((store) => storeEntry(store)?.npm ?? []),
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
