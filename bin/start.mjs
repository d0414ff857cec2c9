import { resolve } from 'node:path';
import { runChild } from './child.mjs';
import { LaunchError } from './launch-error.mjs';
import { ensureNode } from './node24.mjs';
import { ensurePackages } from './packages.mjs';
import { folderOfCompiled, isBuilt, mainOf } from './places.mjs';
import { besideTested } from './tested.mjs';

/** Runs what `args` name, when everything that it takes is in place. Resolves to its exit code. */
export async function start(args, root) {
  const command = commandOf(args, root);
  const node = await ensureNode(root);
  if (!isBuilt(root)) await ensurePackages(root, node);
  const { code, missing } = await runChild(node.path, command, { compiled: folderOfCompiled(root) });
  if (missing === undefined) return code;
  const beside = await besideTested(root, node, missing);
  return (await runChild(node.path, [mainOf(beside), ...args])).code;
}

function commandOf(args, root) {
  if (args[0] !== '--script') return [mainOf(root), ...args];
  if (args[1] === undefined)
    throw new LaunchError('--script needs a file', 'holdfast --script test/run.ts', 64);
  return [resolve(root, args[1]), ...args.slice(2)];
}
