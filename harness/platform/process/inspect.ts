import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Inspected } from '../../../protocol/inspected.ts';
import { usageError } from '../../errors.ts';
import { childEnvironment } from '../../process/environment.ts';
import { clearLeftovers, foldersIn } from '../../process/leftovers.ts';
import { startReaper } from '../../process/reaper.ts';
import { programFile } from '../../../protocol/program-file.ts';

const SCRIPT = programFile('../../../app/inspect-subject', import.meta.url);

/** More than a subject has for being loaded, opened, checked and closed; one that never yields is killed. */
const LIMIT_MS = 25_000;
const FOLDER_PREFIX = 'holdfast-subject-';

export interface InspectOptions {
  signal: AbortSignal;
  limitMs?: number;
  /** Names of the user's variables that the subject is to see. */
  passedOn?: readonly string[];
  /** Where the server that it declares is; without it such a subject's store is not opened. */
  serverUrl?: string;
}

/**
 * What a user's subject says of itself. It is looked at by a process of its own: its code cannot end or block the
 * harness. Rejects with a usage error that says what is wrong with it.
 */
export async function inspectSubject(
  file: string,
  { signal, limitMs = LIMIT_MS, passedOn = [], serverUrl }: InspectOptions,
): Promise<Extract<Inspected, { subject: object }>['subject']> {
  await clearLeftovers(await foldersIn(tmpdir(), FOLDER_PREFIX));
  await using reaper = startReaper();
  const owned = join(tmpdir(), `${FOLDER_PREFIX}${randomUUID()}`);
  reaper.makeFolder(owned);
  // The subject gets one that is empty.
  const folder = join(owned, 'data');
  await mkdir(folder);
  const args = [SCRIPT, file, folder, ...(serverUrl === undefined ? [] : [serverUrl])];
  const late = new AbortController();
  const running = execa(process.execPath, args, {
    env: childEnvironment({}, { passedOn }),
    extendEnv: false,
    detached: true,
    ipc: true,
    stdin: 'ignore',
    reject: false,
    killSignal: 'SIGKILL',
    cancelSignal: AbortSignal.any([signal, late.signal]),
  });
  if (running.pid !== undefined) reaper.own(running.pid);
  let limit = setTimeout(() => late.abort(), limitMs);
  const listen = async () => {
    for await (const message of running.getEachMessage()) {
      const { opensWithinMs } = message as unknown as { opensWithinMs?: number };
      if (opensWithinMs === undefined) continue;
      clearTimeout(limit);
      limit = setTimeout(() => late.abort(), limitMs + opensWithinMs);
    }
  };
  // What ends the process is told below.
  listen().catch(() => {});
  const { ipcOutput, exitCode, signal: endedBy, stderr } = await running;
  clearTimeout(limit);
  const timedOut = late.signal.aborted;
  if (running.pid !== undefined) reaper.release(running.pid);
  signal.throwIfAborted();
  const found = (ipcOutput as unknown as Inspected[]).find((message) => !('opensWithinMs' in message));
  if (found !== undefined && 'subject' in found) return found.subject;
  throw usageError(
    (found && 'error' in found ? found.error : undefined) ??
      silence(file, { timedOut, limitMs, exitCode, endedBy, stderr }),
    {
      next: 'docs/YOUR-STORE.md, which shows one that works',
    },
  );
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
