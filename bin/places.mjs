import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { LaunchError } from './launch-error.mjs';

/** Of the package that is built from the repository: what its runs were tested with, and what npm would not pack. */
const TESTED = 'tested';

/** Whether `root` is the built package and not the repository. */
export const isBuilt = (root) => existsSync(join(root, TESTED));

/** The program, TypeScript in the repository and JavaScript in the package. */
export const mainOf = (root) => join(root, `harness/cli/main.${isBuilt(root) ? 'js' : 'ts'}`);

/**
 * Where Node keeps what it has compiled of the repository: in a folder that goes with its packages. The package is
 * JavaScript in a folder that may be anybody's, and has none.
 */
export const folderOfCompiled = (root) =>
  isBuilt(root) ? undefined : join(root, 'node_modules/.cache/holdfast');

/**
 * The folder in which npm lays a newer Node: the repository's own, or one of the user's cache, since a package's folder
 * may be anybody's and is gone with the next `npm ci`.
 */
export async function folderOfNode(root) {
  const own = join(root, 'tools/node24');
  if (!isBuilt(root)) return own;
  return laid(join(await cacheHome(), 'node24'), own);
}

/** The lock of everything that is laid for this Holdfast. */
export async function installLock(root) {
  return isBuilt(root) ? join(await cacheHome(), 'install.lock') : join(root, 'tools/install.lock');
}

/** The packages that stores are tested with, and the lock of them, ready for `npm ci` in a folder of this version. */
export async function folderOfTested(root, version) {
  return laid(join(await cacheHome(), `packages-${version}`), join(root, TESTED));
}

/** npm packs no package-lock.json: the built package calls it lock.json. */
function laid(folder, from) {
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(from, 'package.json'), join(folder, 'package.json'));
  copyFileSync(join(from, 'lock.json'), join(folder, 'package-lock.json'));
  return folder;
}

/** As the program has it for its tools. */
async function cacheHome() {
  const { default: envPaths } = await import('env-paths');
  const folder = process.env.HOLDFAST_CACHE || envPaths('holdfast', { suffix: '' }).cache;
  if (isAbsolute(folder)) return folder;
  throw new LaunchError(
    `there is no place for what Holdfast fetches: "${folder}" is not a whole path`,
    'set HOME, or HOLDFAST_CACHE to the whole path of a folder',
    64,
  );
}
