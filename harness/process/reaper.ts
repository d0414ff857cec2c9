import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Sees to it that processes and folders of this run do not outlive the harness, whatever ends it. */
export interface Reaper extends AsyncDisposable {
  /** Kill this process if the harness is gone. */
  own(pid: number): void;
  /** This process has ended; its id may belong to somebody else from now on. */
  release(pid: number): void;
  /** Remove this folder at the end. */
  ownFolder(folder: string): void;
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

/**
 * Starts the reaper process. Disposing of it kills what is still owned and removes the owned folders.
 * Plain `spawn`: execa would tie the reaper's life to that of the harness, which is what it must survive.
 */
export function startReaper(): Reaper {
  const script = fileURLToPath(new URL('reaper-main.ts', import.meta.url));
  const child = spawn(process.execPath, [script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  child.unref();
  // If the reaper was killed by somebody, writing to it fails; the run goes on without it.
  child.stdin.on('error', () => {});
  const tell = (line: string) => child.stdin.write(`${line}\n`);
  return {
    own: (pid) => tell(`+${pid}`),
    release: (pid) => tell(`-${pid}`),
    ownFolder: (folder) => tell(`~${folder}`),
    atEnd: (commands) => tell(`!${JSON.stringify(commands)}`),
    async [Symbol.asyncDispose]() {
      const exited = once(child, 'exit');
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.ref();
      child.stdin.end();
      await exited;
    },
  };
}
