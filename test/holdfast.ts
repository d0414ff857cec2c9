/** For end-to-end tests: runs the CLI as a user would, and looks at what it leaves behind. */
import { mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const CLI = fileURLToPath(new URL('../harness/cli/main.ts', import.meta.url));

export interface Outcome {
  code: number | undefined;
  stdout: string;
  stderr: string;
}

/** A defect that hangs must fail its test, and not the whole run; a busy machine must not reach it. */
const LIMIT_MS = 15 * 60_000;

interface StartOptions {
  env?: Record<string, string>;
  input?: string;
  timeoutMs?: number;
}

/** Starts the CLI; for tests that act on it while it runs. */
export function startHoldfast(
  args: readonly string[],
  { env = {}, input = '', timeoutMs = LIMIT_MS }: StartOptions = {},
) {
  return execa(process.execPath, [CLI, ...args], {
    reject: false,
    input,
    env: { NO_COLOR: '1', ...env },
    timeout: timeoutMs,
  });
}

/** Runs the CLI to its end. */
export async function holdfast(args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  const { exitCode, stdout, stderr } = await startHoldfast(args, { env });
  return { code: exitCode, stdout: stdout, stderr: stderr };
}

/** A new folder that goes when the test is over. */
export async function temporaryFolder(): Promise<AsyncDisposable & { path: string }> {
  const path = await mkdtemp(join(tmpdir(), FOLDER_PREFIX));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** The only run in a reports folder. */
export async function onlyRun(reports: string): Promise<string> {
  const [name, ...others] = await readdir(reports);
  if (name === undefined || others.length > 0) throw new Error(`expected one run in ${reports}`);
  return join(reports, name);
}

const OURS =
  /app\/main\.ts|tls-proxy-main|reaper-main\.ts|cli\/main\.ts|createServer\(|setInterval\(|toxiproxy-server|forgetful-fs|redis-server|valkey-server|mongod |mariadbd|postgres -D|memcached -l|k6 run/;

const FOLDER_PREFIX = `holdfast-test-${process.pid}-`;

/**
 * Everything that this test file starts inherits it, being one of the few variables that runs hand on: other people's
 * servers, and other runs', are none of its business.
 */
const temporary = mkdtempSync(join(tmpdir(), FOLDER_PREFIX));
const MARK = new RegExp(`TMPDIR=${temporary}\\b`);
process.env['TMPDIR'] = temporary;
process.once('exit', () => rmSync(temporary, { recursive: true, force: true }));

/** Processes of this machine that this test file's runs have left, with their command lines. */
export async function leftovers(): Promise<string[]> {
  // With `e`, ps shows the environment behind the command line.
  const listing = execa('ps', ['axeww', '-o', 'pid=,stat=,args='], { maxBuffer: 1e8 });
  const { stdout } = await listing;
  return (
    stdout
      .split('\n')
      // It lists itself too, with an environment that may name a server.
      .filter((line) => Number.parseInt(line, 10) !== listing.pid)
      .filter((line) => OURS.test(line) && !/^\s*\d+\s+Z/.test(line))
      .filter((line) => MARK.test(line) || worksIn(line.trim().split(/\s+/)[0] ?? '').includes(FOLDER_PREFIX))
      .map((line) => line.slice(0, 200))
  );
}

/** redis-server writes its title over its environment; but it works in the folder of its data. */
function worksIn(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}

/** Resolves when nothing is left, or rejects with what is. */
export async function nothingLeft(limitMs = 60_000): Promise<void> {
  const until = Date.now() + limitMs;
  for (;;) {
    const left = await leftovers();
    if (left.length === 0) return;
    if (Date.now() > until) throw new Error(`still running:\n${left.join('\n')}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Resolves when the text appears on the stream of a running CLI. */
export function untilPrints(running: ReturnType<typeof startHoldfast>, text: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let seen = '';
    const take = (chunk: Buffer) => {
      seen += chunk.toString();
      if (text.test(seen)) resolve();
    };
    running.stderr?.on('data', take);
    running.stdout?.on('data', take);
    void running.then(() => reject(new Error(`it ended before it printed ${String(text)}:\n${seen}`)));
  });
}
