import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { isMarked } from './is-marked.ts';
import { MARK_FILE, thisMachine, type Mark } from './mark.ts';
import { startOf, type ProcessId } from './start-of.ts';
import { removeOwned } from './remove-owned.ts';
import { watch } from './watcher.ts';
import { programFile } from '../../protocol/program-file.ts';

/** Sees to it that processes and folders of this run do not outlive the harness, whatever ends it. */
export interface Reaper extends AsyncDisposable {
  /** Kill these processes if the harness is gone, and this reaper too. */
  own(...pids: readonly number[]): void;
  /** The same of a process that has something mounted there, which is unmounted then. */
  ownMount(pid: number, folder: string): void;
  /** These processes have ended, or are no longer this run's to kill; the first stands for all that came with it. */
  release(...pids: readonly number[]): void;
  /**
   * Makes a folder, in a folder that is there, and removes it at the end. Throws where there is one already, and where
   * there is no room for the mark by which it is known.
   */
  makeFolder(folder: string): void;
  /** Run these commands at the end, one after the other, if the harness has not told otherwise by then. */
  atEnd(commands: readonly LastCommand[]): void;
}

/** A command for when the harness is gone; it gets two minutes. */
export interface LastCommand {
  command: string;
  args: readonly string[];
  cwd: string;
  env: Readonly<Record<string, string>>;
}

/** One line to the reaper's process. */
export type ReaperMessage =
  | { own: ProcessId }
  | { release: number }
  | { folder: { path: string; markFile: string; token: string } }
  | { atEnd: readonly LastCommand[] };

/** It has nothing to do but to remove folders. */
const END_LIMIT_MS = 60_000;

/**
 * Starts the reaper process. Disposing of it kills what is still owned and removes the folders that it made.
 * Plain `spawn`: execa would tie the reaper's life to that of the harness, which is what it must survive.
 */
export function startReaper({ limitMs = END_LIMIT_MS } = {}): Reaper {
  const script = programFile('reaper-main', import.meta.url);
  const child = spawn(process.execPath, [script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  child.unref();
  // If the reaper was killed by somebody, writing to it fails; the run goes on without it.
  child.stdin.on('error', () => {});
  (child.stdin as Socket).unref();
  const send = (message: ReaperMessage) => child.stdin.write(`${JSON.stringify(message)}\n`);

  const owned = new Map<number, ProcessId>();
  const watched = new Map<number, () => void>();
  const marks: Mark[] = [];
  /** For the next run, should all that watches over this one be killed at once. */
  const writeMarks = () => {
    for (const mark of marks) {
      try {
        writeMark({ ...mark, processes: [...owned.values()] });
      } catch {
        // The disk is full, which leaves the mark that was there; or the folder is gone, at the end of a run.
      }
    }
  };
  const ownAll = (pids: readonly number[], mountedAt?: string) => {
    const found = pids.flatMap((pid) => {
      const started = startOf(pid);
      return started === undefined ? [] : [{ pid, started }];
    });
    const [first] = found;
    if (first === undefined) return;
    for (const id of found) {
      owned.set(id.pid, id);
      send({ own: id });
    }
    watched.set(first.pid, watch(found, mountedAt));
    writeMarks();
  };
  return {
    own: (...pids) => ownAll(pids),
    ownMount: (pid, folder) => ownAll([pid], folder),
    release(...pids) {
      for (const pid of pids) {
        if (!owned.delete(pid)) continue;
        send({ release: pid });
        watched.get(pid)?.();
        watched.delete(pid);
      }
      writeMarks();
    },
    makeFolder(folder) {
      mkdirSync(folder, { mode: 0o700 });
      const mark = newMark(realpathSync(folder));
      try {
        writeMark({ ...mark, processes: [...owned.values()] });
      } catch (error) {
        // Without its mark nobody would remove it.
        rmSync(folder, { recursive: true, force: true });
        throw error;
      }
      marks.push(mark);
      send({ folder: { path: mark.path, markFile: MARK_FILE, token: mark.token } });
    },
    atEnd: (commands) => send({ atEnd: commands }),
    async [Symbol.asyncDispose]() {
      const exited = once(child, 'exit');
      if (child.exitCode === null && child.signalCode === null) {
        child.ref();
        child.stdin.end();
        const limit = setTimeout(() => child.kill('SIGKILL'), limitMs);
        await exited;
        clearTimeout(limit);
      }
      // Its own work, where somebody has killed or stopped it.
      try {
        for (const { path, token } of marks)
          if (isMarked(join(path, MARK_FILE), token)) await removeOwned(path, MARK_FILE);
      } finally {
        for (const release of watched.values()) release();
      }
    },
  };
}

function newMark(path: string): Mark {
  const owner = { pid: process.pid, started: startOf(process.pid) ?? '' };
  return { token: randomBytes(16).toString('hex'), path, machine: thisMachine(), owner, processes: [] };
}

/** Beside its place first: who is killed while writing leaves the mark that was there. */
function writeMark(mark: Mark): void {
  const file = join(mark.path, MARK_FILE);
  writeFileSync(`${file}.new`, JSON.stringify(mark), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
