import { setInterval } from 'node:timers';
import { execa } from 'execa';
import { failed } from './passed-over.ts';
import type { Search } from './search.ts';

interface CommandOptions {
  limitMs: number;
  cwd?: string;
  env?: Record<string, string>;
  /** What is under way, for the line that is reported every few seconds. */
  doing?: string;
}

const REPORT_EVERY_MS = 5_000;

/**
 * Runs a client to its end and gives its standard output. Everything that can go wrong with it is a reason to pass
 * its source over. On abort, and at the limit, it is killed with all that it started.
 */
export async function runCommand(
  search: Pick<Search, 'signal' | 'env' | 'report'>,
  file: string,
  args: string[],
  options: CommandOptions,
) {
  const { signal, env, report } = search;
  signal.throwIfAborted();
  const startedAt = Date.now();
  const ticker = setInterval(() => {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    if (options.doing !== undefined) report(`${options.doing}, ${seconds} s`);
  }, REPORT_EVERY_MS);
  const result = await execa(file, args, {
    all: true,
    cancelSignal: signal,
    // A client's messages are read for the reason and, in one case, for its answer.
    env: { ...env, LC_ALL: 'C', ...options.env },
    extendEnv: false,
    forceKillAfterDelay: 2_000,
    killDescendants: true,
    reject: false,
    stdin: 'ignore',
    timeout: options.limitMs,
    ...(options.cwd !== undefined && { cwd: options.cwd }),
  });
  clearInterval(ticker);
  signal.throwIfAborted();
  if (!result.failed) return result.stdout;
  if (result.code === 'ENOENT') throw failed(`${file} not found`);
  if (result.timedOut) throw failed(`${file} was not done after ${options.limitMs / 1000} s`);
  if (result.exitCode === undefined && result.signal === undefined)
    throw failed(`${file} could not be started: ${result.originalMessage ?? result.shortMessage}`);
  const said = errorLineIn(result.all);
  const ending =
    result.signal === undefined ? `ended with code ${result.exitCode}` : `was ended by ${result.signal}`;
  throw failed(`${file} ${ending}${said === '' ? '' : `: ${said}`}`);
}

/** Of what npm says of a failure, the lines that come before the sentence and after it. */
const NOT_NPMS_WORD = /^npm error (code|syscall|errno|path|command|A complete log of this run)\b/;

/** The line that says most: npm's first sentence, else the last line that speaks of an error, else the last. */
function errorLineIn(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const telling = lines.filter((line) => !NOT_NPMS_WORD.test(line));
  return (
    telling.find((line) => /^npm error \S/.test(line)) ??
    telling.findLast((line) => /error|cannot|not found/i.test(line)) ??
    lines.findLast(Boolean) ??
    ''
  ).slice(0, 200);
}
