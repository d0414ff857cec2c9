import { EXIT_CALLED } from '../../../protocol/last-words.ts';
import type { Exit } from '../../process/child.ts';
import type { UnplannedFailure } from '../../model/faults.ts';

/** Node's last words when it ends because of an error that nobody caught (node: src/node_errors.cc). */
const NODE_SAYS = /^Node\.js v\d+\.\d+\.\d+\s*$/m;
/** V8's, when there is no more room for what is alive. */
const HEAP_FULL = /^.*FATAL ERROR:.*heap.*$/im;
const FRAMES = 3;
const LONGEST = 240;

/** What an app did to itself. */
export interface Uncaught {
  failure: UnplannedFailure;
  /** What it said: an error with the first lines of its stack trace. */
  said: string;
}

/**
 * Whether a process that ended by itself did so by an error of its own that nobody caught: an exception, a rejected
 * promise, a heap that was full; or because code in it called `process.exit()`. Undefined where its log does not show
 * that: somebody else may have ended it.
 */
export function uncaughtIn(
  log: string,
  { code, signal }: Pick<Exit, 'code' | 'signal'>,
): Uncaught | undefined {
  const full = HEAP_FULL.exec(log);
  if (full !== null && (signal === 'SIGABRT' || code === 134))
    return { failure: 'out-of-memory', said: full[0].trim() };
  if (signal === null && log.includes(`\n${EXIT_CALLED}`))
    return { failure: 'app-death', said: errorIn(log) };
  // Killed from outside, it says nothing; and who is asked to end does so with code 0.
  if (signal !== null || code === 0 || !NODE_SAYS.test(log)) return undefined;
  return { failure: 'app-death', said: errorIn(log) };
}

/** The last error in a log and the first frames of its stack, on one line. */
function errorIn(log: string): string {
  const lines = log.split('\n').slice(0, -1);
  const at = lines.findLastIndex((line) =>
    // What pg throws has no name but `error`.
    /^(?:Uncaught )?(?:\[?\w*(?:Error|Exception|Rejection)\b|error: )/.test(line),
  );
  if (at === -1)
    return lines
      .filter((line) => line.trim() !== '')
      .slice(-FRAMES - 1)
      .join(' ');
  const frames = lines.slice(at + 1).filter((line) => /^\s+at /.test(line));
  return [shortened(lines[at] ?? ''), ...frames.slice(0, FRAMES)].map((line) => line.trim()).join(' ');
}

/** Of a message that begins with a whole statement, as knex's do, what went wrong stands at its end. */
const shortened = (line: string) =>
  line.length <= LONGEST ? line : `${line.slice(0, LONGEST / 4)} ... ${line.slice((-3 * LONGEST) / 4)}`;
