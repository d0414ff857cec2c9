import { createHash } from 'node:crypto';
import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LaunchError } from './launch-error.mjs';
import { withInstallLock } from './lock.mjs';
import { npmCi } from './npm-ci.mjs';
import { folderOfTested, installLock } from './places.mjs';

/** A digest of the whole package. */
const BUILD = 'tested/build.txt';

/**
 * A copy of the built package beside the packages that its stores are tested with, in the user's cache: for projects
 * that have not installed those themselves. Made once for each version of Holdfast, of Node and of the lock. Resolves
 * to the root of the copy.
 */
export async function besideTested(root, node, missing) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const folder = await folderOfTested(root, version);
  const copy = join(folder, 'holdfast');
  const stamp = join(folder, 'node_modules/.holdfast-stamp.json');
  const wanted = JSON.stringify({
    node: Number.parseInt(node.version, 10),
    platform: `${process.platform}-${process.arch}`,
    lock: createHash('sha256')
      .update(readFileSync(join(folder, 'package-lock.json')))
      .digest('hex'),
  });
  const hasPackages = () => readIfThere(stamp) === wanted;
  const isCopied = () => readIfThere(join(copy, BUILD)) === readFileSync(join(root, BUILD), 'utf8');
  if (hasPackages() && isCopied()) return copy;
  await withInstallLock(await installLock(root), async () => {
    if (!hasPackages()) {
      await fetchPackages(folder, node, missing);
      writeFileSync(stamp, wanted);
    }
    if (isCopied()) return;
    rmSync(copy, { recursive: true, force: true });
    const half = `${copy}.half`;
    rmSync(half, { recursive: true, force: true });
    cpSync(root, half, { recursive: true });
    renameSync(half, copy);
  });
  return copy;
}

async function fetchPackages(folder, node, missing) {
  console.error(
    `${listed(missing)} not installed here; fetching the versions that Holdfast is tested with, once (npm ci)...`,
  );
  try {
    await npmCi(folder, node, 'the packages of the stores');
  } catch (error) {
    if (!(error instanceof LaunchError) || error.exitCode > 128) throw error;
    throw new LaunchError(
      `${listed(missing)} not installed here, and could not be fetched.\n${error.message}`,
      `npm install ${missing.join(' ')}`,
      error.exitCode,
    );
  }
}

function listed(names) {
  const last = names.at(-1);
  return names.length === 1 ? `${last} is` : `${names.slice(0, -1).join(', ')} and ${last} are`;
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
