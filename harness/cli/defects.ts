import { EXIT, HoldfastError, unavailable } from '../errors.ts';
import { sayError } from './output.ts';

/** Node's own exit codes, which would be taken for verdicts or for nothing known. */
const UNSETTLED = 13;
/** Nothing is waited for after the last word; what is still open then is a defect, and must not hang a CI job. */
const STILL_OPEN_MS = 15_000;

/** Says what ended a command, in one message, and gives its exit code. */
export function report(error: unknown): number {
  const forUser = known(error);
  if (forUser !== undefined) {
    sayError(forUser);
    return forUser.exitCode;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`holdfast: a defect of Holdfast, not of what it tests:\n${stack}\n`);
  return EXIT.defect;
}

/** What the machine may refuse anywhere, with what to do about it. */
const REFUSALS: Readonly<Record<string, string>> = {
  EMFILE: 'ulimit -n 4096',
  ENFILE: 'end other programs: the machine has no file handle left',
  EFBIG: 'ulimit -f unlimited',
  ENOSPC: 'free some space, or name another folder with --reports or TMPDIR',
  EDQUOT: 'free some space, or name another folder with --reports or TMPDIR',
  EROFS: 'name a folder that can be written with --reports, TMPDIR or HOLDFAST_CACHE',
  EACCES: 'name a folder that can be written with --reports, TMPDIR or HOLDFAST_CACHE',
  EPERM: 'name a folder that can be written with --reports, TMPDIR or HOLDFAST_CACHE',
  EISDIR: 'move away the folder that stands where a file should',
  ERR_FS_EISDIR: 'move away the folder that stands where a file should',
  ENOTDIR: 'move away the file that stands where a folder should',
  ELOOP: 'look where the symbolic links in that path lead',
  ENAMETOOLONG: 'name a folder with a shorter path with --reports, TMPDIR or HOLDFAST_CACHE',
  EIO: 'look at the disk',
  EAGAIN: 'ulimit -u 4096, or end other programs',
  ENOMEM: 'end other programs: the machine has no memory left',
  ERR_MODULE_NOT_FOUND: 'npm ci in the folder of Holdfast, while nothing of it runs',
  MODULE_NOT_FOUND: 'npm ci in the folder of Holdfast, while nothing of it runs',
};

/** An error with a message for the user; undefined for one that is a defect of ours. */
export const known = (error: unknown): HoldfastError | undefined =>
  error instanceof HoldfastError ? error : ofMachine(error);

/** An error of the machine, which is no defect of ours wherever it comes from. */
function ofMachine(error: unknown): HoldfastError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code = '', message } = error as NodeJS.ErrnoException;
  const next = REFUSALS[code];
  if (next === undefined) return undefined;
  const [first = message] = message.split('\n');
  return unavailable(code.includes('MODULE') ? `a package is not there: ${first}` : first, {
    next,
    cause: error,
  });
}

/** An error that nobody waited for, or a wait that nothing ends, is a defect: Node's own code for it, 1, means "fail". */
export function guardDefects(): void {
  process.on('uncaughtException', (error) => process.exit(report(error)));
  process.on('exit', (code) => {
    if (code === UNSETTLED)
      process.exitCode = report(new Error('the command waits for what nothing will do'));
  });
}

/** The process ends by itself when its output is written; should anything else keep it, that is said. */
export function endSoon(): void {
  const check = () => {
    if (process.stdout.writableLength > 0 || process.stderr.writableLength > 0) return endSoon();
    const open = process.getActiveResourcesInfo().join(', ');
    process.stderr.write(`holdfast: still open at the end, and left: ${open}\n`);
    process.exit();
  };
  setTimeout(check, STILL_OPEN_MS).unref();
}
