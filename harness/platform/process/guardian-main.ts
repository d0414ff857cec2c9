/**
 * The guardian: a process of its own that outlives the harness by a moment. It reads what the harness owns from
 * its standard input (`+pid`, `-pid`, `~folder`), and when that input ends, however the harness ended, it kills
 * what is still owned and removes the folders. SIGKILL of the harness leaves nothing behind.
 */
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

const pids = new Set<number>();
const folders = new Set<string>();

// A terminal's Ctrl-C reaches the whole process group; the guardian's only cue is the end of its input.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('SIGHUP', () => {});

for await (const line of createInterface({ input: process.stdin })) {
  const rest = line.slice(1);
  if (line.startsWith('+')) pids.add(Number(rest));
  else if (line.startsWith('-')) pids.delete(Number(rest));
  else if (line.startsWith('~')) folders.add(rest);
}

for (const pid of pids) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}
for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
