/**
 * The reaper: a process of its own that outlives the harness by a moment. It reads what the harness owns from its
 * standard input, one JSON object a line (`ReaperMessage`), and when that input ends, however the harness ended, it kills what
 * is still owned, removes the folders and runs the last commands that it was message. SIGKILL of the harness leaves
 * nothing behind. It trusts no number and no path alone: a process must have the start, and a folder the mark, that
 * it had when it was told of.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { isMarked } from './is-marked.ts';
import type { LastCommand, ReaperMessage } from './reaper.ts';
import { killAll } from './kill-all.ts';
import { removeOwned } from './remove-owned.ts';
import type { ProcessId } from './start-of.ts';

const COMMAND_LIMIT_MS = 120_000;

const processes = new Map<number, ProcessId>();
const folders: Extract<ReaperMessage, { folder: object }>['folder'][] = [];
let commands: readonly LastCommand[] = [];

// A terminal's Ctrl-C reaches the whole process group; the reaper's only cue is the end of its input.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('SIGHUP', () => {});

for await (const line of createInterface({ input: process.stdin })) {
  const message = parsed(line);
  if (message === undefined) continue;
  if ('own' in message) processes.set(message.own.pid, message.own);
  else if ('release' in message) processes.delete(message.release);
  else if ('folder' in message) folders.push(message.folder);
  else if ('atEnd' in message) commands = message.atEnd;
}

await killAll([...processes.values()]);
for (const { path, markFile, token } of folders)
  // What is left of one keeps its mark, for the next run; the others, and the commands, go on.
  if (isMarked(join(path, markFile), token)) await removeOwned(path, markFile).catch(() => {});
for (const { command, args, cwd, env } of commands) {
  spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: 'ignore',
    timeout: COMMAND_LIMIT_MS,
  });
}

/** The last line is half of one where the harness was killed as it wrote. */
function parsed(line: string): ReaperMessage | undefined {
  try {
    const message = JSON.parse(line) as ReaperMessage | null;
    return typeof message === 'object' && message !== null ? message : undefined;
  } catch {
    return undefined;
  }
}
