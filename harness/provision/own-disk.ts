import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { unavailable } from '../errors.ts';

const LIMIT_MS = 10_000;

/** A file system in memory, mounted where only whoever is started so sees it: an ordinary user of Linux may, if the system lets users have namespaces of their own. */
export const withDisk = (bytes: number, folder: string, command: readonly string[]) => ({
  command: 'unshare',
  args: [
    '--user',
    '--map-root-user',
    '--mount',
    '--',
    'sh',
    '-c',
    'mount -t tmpfs -o "size=$0,mode=0700" tmpfs "$1" && shift && exec "$@"',
    String(bytes),
    folder,
    ...command,
  ],
});

/** Rejects with `unavailable` where this machine gives nobody a small disk of their own, with why. */
export async function assertOwnDisk(signal: AbortSignal): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-disk-'));
  try {
    const { command, args } = withDisk(1_048_576, folder, ['true']);
    const tried = await execa(command, args, {
      stdin: 'ignore',
      reject: false,
      timeout: LIMIT_MS,
      cancelSignal: signal,
    });
    signal.throwIfAborted();
    if (!tried.failed) return;
    const why = tried.stderr.trim().split('\n')[0] || tried.shortMessage;
    throw unavailable(
      `server-disk-full takes a small disk of its own for the server, and this machine does not give one: ${why}`,
      {
        next: 'on Linux with unprivileged user namespaces (as root, sysctl kernel.apparmor_restrict_unprivileged_userns=0 on Ubuntu; in a container, as a rule, not), or another fault: server-memory-full, server-read-only',
      },
    );
  } finally {
    await rmdir(folder).catch(() => {});
  }
}
