/**
 * The reaper: a process of its own that outlives the harness by a moment. It reads what the harness owns from
 * its standard input (`+pid`, `-pid`, `~folder`, `!commands`), and when that input ends, however the harness ended,
 * it kills what is still owned, removes the folders and runs the last commands that it was told. SIGKILL of the
 * harness leaves nothing behind.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { LastCommand } from './reaper.ts';

const COMMAND_LIMIT_MS = 120_000;

const pids = new Set<number>();
const folders = new Set<string>();
let commands: readonly LastCommand[] = [];

// A terminal's Ctrl-C reaches the whole process group; the reaper's only cue is the end of its input.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('SIGHUP', () => {});

for await (const line of createInterface({ input: process.stdin })) {
  const rest = line.slice(1);
  if (line.startsWith('+')) pids.add(Number(rest));
  else if (line.startsWith('-')) pids.delete(Number(rest));
  else if (line.startsWith('~')) folders.add(rest);
  else if (line.startsWith('!')) commands = JSON.parse(rest) as LastCommand[];
}

for (const pid of pids) {
  // What was started leads a group of its own, unless it was started to share the harness's.
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, 'SIGKILL');
    } catch {
      // Gone already, or no group of that number.
    }
  }
}
for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
for (const { command, args, cwd, env } of commands) {
  spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: 'ignore',
    timeout: COMMAND_LIMIT_MS,
  });
}
