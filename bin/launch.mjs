import { writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answer } from './answer.mjs';
import { LaunchError } from './launch-error.mjs';

/** EX_IOERR of sysexits.h, as everywhere in Holdfast. */
const UNWRITTEN = 74;

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Everything the launcher does, in order. Resolves to the exit code. */
export async function launch(args) {
  try {
    assertFolder();
    const said = answer(args, root);
    if (said !== undefined) {
      write(said);
      return said.exitCode;
    }
    // What can be said at once needs none of it, and is what people wait for.
    const { start } = await import('./start.mjs');
    return await start(args, root);
  } catch (error) {
    // A system call that failed (a full disk, a checkout that cannot be written) says itself what and where.
    if (!(error instanceof LaunchError) && error.syscall === undefined) throw error;
    console.error(`holdfast: ${error.message}`);
    return error.exitCode ?? 69;
  }
}

/** Node's own word for it comes from deep inside of whichever package asks first. */
function assertFolder() {
  try {
    process.cwd();
  } catch {
    throw new LaunchError('the folder that this was called in is not there any more.', 'cd to another one');
  }
}

/** At once, so that a disk that is full is seen. A reader that has seen enough (`| head -1`) is no failure. */
function write({ fd, text }) {
  try {
    writeSync(fd, text);
  } catch (error) {
    if (error.code === 'EPIPE') return;
    throw new LaunchError(`this could not be written: ${error.message}`, undefined, UNWRITTEN);
  }
}
