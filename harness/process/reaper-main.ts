/**
 * The reaper: a process of its own that outlives the harness by a moment. It reads what the harness owns from its
 * standard input, one JSON object a line (`Told`), and when that input ends, however the harness ended, it kills what
 * is still owned, removes the folders and runs the last commands that it was told. SIGKILL of the harness leaves
 * nothing behind. It trusts no number and no path alone: a process must have the start, and a folder the mark, that
 * it had when it was told of.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { isMarked } from './is-marked.ts';
import type { LastCommand, Told } from './reaper.ts';
import { killIfSame, type ProcessId } from './start-of.ts';

const COMMAND_LIMIT_MS = 120_000;

const processes = new Map<number, ProcessId>();
const folders: Extract<Told, { folder: object }>['folder'][] = [];
let commands: readonly LastCommand[] = [];

// A terminal's Ctrl-C reaches the whole process group; the reaper's only cue is the end of its input.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('SIGHUP', () => {});

for await (const line of createInterface({ input: process.stdin })) {
  const told = parsed(line);
  if (told === undefined) continue;
  if ('own' in told) processes.set(told.own.pid, told.own);
  else if ('release' in told) processes.delete(told.release);
  else if ('folder' in told) folders.push(told.folder);
  else if ('atEnd' in told) commands = told.atEnd;
}

for (const owned of processes.values()) killIfSame(owned);
for (const { path, markFile, token } of folders) {
  if (!isMarked(join(path, markFile), token)) continue;
  rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}
for (const { command, args, cwd, env } of commands) {
  spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: 'ignore',
    timeout: COMMAND_LIMIT_MS,
  });
}

/** The last line is half of one where the harness was killed as it wrote. */
function parsed(line: string): Told | undefined {
  try {
    const told = JSON.parse(line) as Told | null;
    return typeof told === 'object' && told !== null ? told : undefined;
  } catch {
    return undefined;
  }
}
