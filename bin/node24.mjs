import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LaunchError } from './launch-error.mjs';
import { withInstallLock } from './lock.mjs';
import { npmCi } from './npm-ci.mjs';
import { folderOfNode, installLock } from './places.mjs';

/** The first Node that runs TypeScript without a flag and disposes resources by `using`. */
const NEEDED = 24;

/**
 * A Node that runs Holdfast: the one running, else the one that tools/node24 pins as an npm package, which is
 * installed on first use. Resolves to { path, version, headers }, where headers is the folder that native modules
 * are compiled against, or undefined for npm's own choice.
 */
export async function ensureNode(root) {
  const { node: running } = process.versions;
  if (Number.parseInt(running, 10) >= NEEDED) return { path: process.execPath, version: running };

  const folder = await folderOfNode(root);
  const name = `node-${process.platform}-${process.arch}`;
  const pinned = readJson(join(folder, 'package-lock.json')).packages[`node_modules/${name}`]?.version;
  const missing = `Node ${NEEDED} or later is needed; this is Node ${running}`;
  if (pinned === undefined) {
    throw new LaunchError(
      `${missing}, and there is none to fetch for ${process.platform} ${process.arch}.`,
      `install Node ${NEEDED}, then run the same command again`,
    );
  }
  const headers = join(folder, 'node_modules', name);
  const found = { path: join(headers, 'bin/node'), version: pinned, headers };
  const inPlace = () => readJson(join(headers, 'package.json'))?.version === pinned;
  if (inPlace()) return found;

  await withInstallLock(await installLock(root), async () => {
    if (inPlace()) return;
    console.error(`Holdfast runs on Node ${NEEDED}; fetching it once (about 45 MB)...`);
    await npmCi(folder, { path: process.execPath }, `Node ${pinned}`);
  });
  assertRuns(found.path, missing);
  return found;
}

/** npm skips a package that does not fit this machine without an error, and one that fits may still not run. */
function assertRuns(path, missing) {
  try {
    execFileSync(path, ['--version'], { stdio: 'pipe', timeout: 10_000 });
  } catch (error) {
    const reason = String(error.stderr ?? '').trim() || error.message;
    throw new LaunchError(
      `${missing}, and the one that was fetched does not run: ${reason}`,
      'install Node 24',
    );
  }
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
