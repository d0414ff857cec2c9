import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withInstallLock } from './lock.mjs';
import { npmCi } from './npm-ci.mjs';
import { installLock } from './places.mjs';

/**
 * Makes node_modules match package-lock.json, for this Node and platform (native modules are built for both).
 * A stamp in node_modules says what it was made from; while that holds, nothing runs and no network is needed.
 */
export async function ensurePackages(root, node) {
  const lockFile = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const wanted = {
    lock: createHash('sha256').update(lockFile).digest('hex'),
    node: Number.parseInt(node.version, 10),
    platform: `${process.platform}-${process.arch}`,
  };
  const stamp = join(root, 'node_modules/.holdfast-stamp.json');
  if (inPlace(root, stamp, wanted, lockFile)) return;

  await withInstallLock(await installLock(root), async () => {
    if (inPlace(root, stamp, wanted, lockFile)) return;
    const count = Object.entries(JSON.parse(lockFile).packages).filter(
      ([p, e]) => p !== '' && !e.optional,
    ).length;
    console.error(`Holdfast needs its npm packages; installing about ${count} (npm ci)...`);
    // Without its stamp an installation that is cut off is seen as one.
    rmSync(stamp, { force: true });
    await npmCi(root, node, 'the npm packages');
    mkdirSync(join(root, 'node_modules'), { recursive: true });
    writeFileSync(stamp, JSON.stringify(wanted));
  });
}

function inPlace(root, stamp, wanted, lockFile) {
  const found = readIfThere(stamp);
  if (found?.node !== wanted.node || found.platform !== wanted.platform) return false;
  if (found.lock === wanted.lock) return true;
  // A developer's `npm install` has changed both sides. Throwing its work away would be slow and, with tests
  // running in the same checkout, harmful.
  if (!agrees(readIfThere(join(root, 'node_modules/.package-lock.json')), JSON.parse(lockFile))) return false;
  writeFileSync(stamp, JSON.stringify(wanted));
  return true;
}

/** Whether npm's own record of node_modules holds just what the lock file asks for. */
function agrees(installed, lock) {
  if (installed === undefined) return false;
  const wanted = Object.entries(lock.packages).filter(([path]) => path !== '');
  const same = (path, entry) => {
    const there = installed.packages[path];
    return there === undefined ? entry.optional === true : there.integrity === entry.integrity;
  };
  const known = new Set(wanted.map(([path]) => path));
  return (
    wanted.every(([path, entry]) => same(path, entry)) &&
    Object.keys(installed.packages).every((p) => known.has(p))
  );
}

/** Unreadable is as good as absent: the answer to both is a new installation. */
function readIfThere(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
