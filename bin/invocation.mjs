import { realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { isBuilt } from './places.mjs';

/**
 * How Holdfast is called from the folder `cwd`, without the command's own words: what people are told to type must run
 * where they are. `root` is the folder of this package; `called` is what an image says that it is called by.
 */
export function invocationFrom(cwd, root, called = process.env.HOLDFAST_CALLED) {
  if (called) return called;
  if (isInstalled(cwd, root)) return 'npx holdfast';
  // npm runs scripts in the package's own folder: from elsewhere the paths in a command would mean other files.
  if (isSame(cwd, root)) return 'npm run holdfast --';
  const launcher = relative(cwd, join(root, 'bin', 'holdfast.mjs'));
  return `node ${/^[\w./@+-]+$/.test(launcher) ? launcher : `'${launcher.replaceAll("'", String.raw`'\''`)}'`}`;
}

/** As a package of another project: copied there by npm, or linked. */
function isInstalled(cwd, root) {
  return (
    isBuilt(root) ||
    root.split(sep).includes('node_modules') ||
    isSame(join(cwd, 'node_modules', 'holdfast'), root)
  );
}

function isSame(one, another) {
  try {
    return realpathSync(one) === realpathSync(another);
  } catch {
    return false;
  }
}
