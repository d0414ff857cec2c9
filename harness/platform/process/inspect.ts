import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { Inspected } from '../../../app/inspect-subject.ts';
import { usageError } from '../../errors.ts';
import { startReaper } from '../../process/reaper.ts';

const SCRIPT = fileURLToPath(new URL('../../../app/inspect-subject.ts', import.meta.url));

/** More than a subject has for being loaded, opened, checked and closed; one that never yields is killed. */
const LIMIT_MS = 25_000;

export interface InspectOptions {
  signal: AbortSignal;
  limitMs?: number;
  /** Where the server that it declares is; without it such a subject's store is not opened. */
  serverUrl?: string;
}

/**
 * What a user's subject says of itself. It is looked at by a process of its own: its code cannot end or block the
 * harness. Rejects with a usage error that says what is wrong with it.
 */
export async function inspectSubject(
  file: string,
  { signal, limitMs = LIMIT_MS, serverUrl }: InspectOptions,
): Promise<Extract<Inspected, { subject: object }>['subject']> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-subject-'));
  await using reaper = startReaper();
  reaper.ownFolder(folder);
  const running = execa(
    process.execPath,
    [SCRIPT, file, folder, ...(serverUrl === undefined ? [] : [serverUrl])],
    {
      ipc: true,
      stdin: 'ignore',
      reject: false,
      timeout: limitMs,
      killSignal: 'SIGKILL',
      cancelSignal: signal,
    },
  );
  if (running.pid !== undefined) reaper.own(running.pid);
  const { ipcOutput, timedOut, exitCode, signal: endedBy, stderr } = await running;
  await rm(folder, { recursive: true, force: true });
  signal.throwIfAborted();
  const [found] = ipcOutput as unknown as [Inspected?];
  if (found !== undefined && 'subject' in found) return found.subject;
  throw usageError(found?.error ?? silence(file, { timedOut, limitMs, exitCode, endedBy, stderr }), {
    next: 'docs/YOUR-STORE.md, which shows one that works',
  });
}

interface Silent {
  timedOut: boolean;
  limitMs: number;
  exitCode: number | undefined;
  endedBy: string | undefined;
  stderr: string;
}

/** Why nothing was heard of a subject. */
function silence(file: string, { timedOut, limitMs, exitCode, endedBy, stderr }: Silent): string {
  if (timedOut) return `subject ${file} did not answer within ${limitMs / 1000} s: it keeps its process busy`;
  const how = endedBy === undefined ? `with code ${exitCode}` : `by ${endedBy}`;
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const said = lines.find((line) => /^\w*Error\b/.test(line)) ?? lines[0];
  return `subject ${file} ended its process (${how}) before it gave a store${said === undefined ? '' : `; it said: ${said}`}`;
}
