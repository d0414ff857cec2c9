import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** How many tests there were, suites not counted. */
export interface Count {
  passed: number;
  failed: number;
}

interface RunOptions {
  /** How many files run at a time. */
  concurrency: number;
  /** A test that hangs must end before whoever waits for all of them loses patience. */
  limitMs: number;
  /** Ends what is under way, and starts no more. */
  signal?: AbortSignal;
}

/** Runs test files, paths from the project's root, shows each test on standard output, and counts. */
export async function runFiles(
  files: readonly string[],
  { concurrency, limitMs, signal }: RunOptions,
): Promise<Count> {
  const count = { passed: 0, failed: 0 };
  if (files.length === 0 || signal?.aborted === true) return count;
  const events = run({
    cwd: ROOT,
    files: files.map((file) => ROOT + file),
    concurrency,
    timeout: limitMs,
    ...(signal && { signal }),
  });
  events.on('test:pass', ({ details }) => {
    if (details.type !== 'suite') count.passed++;
  });
  events.on('test:fail', ({ details }) => {
    if (details.type !== 'suite') count.failed++;
  });
  const shown = events.compose(new spec());
  for await (const text of shown) process.stdout.write(String(text));
  return count;
}

/** Prints the last line of a run, and gives its exit code. */
export function summed(counts: readonly Count[]): 0 | 1 {
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}
