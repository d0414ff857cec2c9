import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import type { ProcessId } from './start-of.ts';

/**
 * A shell that waits for one line from the harness. Where the pipe ends without it, the harness is gone, and with it
 * perhaps the reaper: what is watched is killed with its group, if it is still what it was. It works where the watched
 * process could not see to it by itself: because it is stopped, busy, or a foreign server.
 */
const SCRIPT = `
start_of() {
  if [ -r "/proc/$1/stat" ]; then stat=$(cat "/proc/$1/stat"); set -- \${stat##*) }; echo "\${20}"
  else set -- $(LC_ALL=C ps -o lstart= -p "$1"); echo "$*"; fi
}
trap '' INT TERM HUP
read -r released && exit 0
while [ $# -gt 1 ]; do
  if [ "$(start_of "$1")" = "$2" ]; then kill -s KILL -- "-$1"; kill -s KILL "$1"; fi
  last=$1 lasted=$2
  shift 2
done
[ -n "$MOUNTED" ] || exit 0
# Until it is gone it may mount once more; nobody may be there who buries it.
for again in 1 2 3 4 5; do
  [ "$(start_of "$last")" = "$lasted" ] && ! grep -q ') Z' "/proc/$last/stat" || break
  sleep 1
done
umount -l "$MOUNTED" || fusermount3 -u -z "$MOUNTED" || fusermount -u -z "$MOUNTED"`;

/**
 * Watches processes until the function that it returns is called. What the last of them has mounted, of Holdfast's own,
 * is unmounted when it was killed.
 */
export function watch(processes: readonly ProcessId[], mountedAt = ''): () => void {
  const args = processes.flatMap(({ pid, started }) => [String(pid), started]);
  const shell = spawn('/bin/sh', ['-c', SCRIPT, 'holdfast-watcher', ...args], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { PATH: process.env['PATH'] ?? '', MOUNTED: mountedAt },
  });
  shell.unref();
  // Without a shell, or with one that somebody killed, there is still the reaper.
  shell.on('error', () => {});
  shell.stdin.on('error', () => {});
  (shell.stdin as Socket).unref();
  return () => shell.stdin.end('released\n');
}
