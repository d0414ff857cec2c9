import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runChild } from './child.mjs';
import { answer } from './answer.mjs';
import { ensurePackages } from './packages.mjs';
import { LaunchError } from './launch-error.mjs';
import { ensureNode } from './node24.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Everything the launcher does, in order. Resolves to the exit code. */
export async function launch(args) {
  try {
    const said = answer(args, root);
    if (said !== undefined) {
      // A reader that has seen enough (`| head -1`) is no failure.
      said.stream.on('error', () => {});
      said.stream.write(said.text);
      return said.exitCode;
    }
    const command = commandOf(args);
    const node = await ensureNode(root);
    await ensurePackages(root, node);
    return await runChild(node.path, command);
  } catch (error) {
    // A system call that failed (a full disk, a checkout that cannot be written) says itself what and where.
    if (!(error instanceof LaunchError) && error.syscall === undefined) throw error;
    console.error(`holdfast: ${error.message}`);
    return error.exitCode ?? 69;
  }
}

function commandOf(args) {
  if (args[0] !== '--script') return [join(root, 'harness/cli/main.ts'), ...args];
  if (args[1] === undefined)
    throw new LaunchError('--script needs a file', 'holdfast --script test/run.ts', 64);
  return [resolve(root, args[1]), ...args.slice(2)];
}
