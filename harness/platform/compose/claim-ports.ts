import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acquireLock } from '../../../bin/lock.mjs';
import { takenBy } from './port-holder.ts';
import { choosePorts } from './ports.ts';
import type { Container } from './containers.ts';
import type { Project } from './project.ts';

/** As long as it takes to clear a lock whose holder is gone. */
const LOCK_PATIENCE_MS = 1000;

interface Claim {
  project: Project;
  containers: ReadonlyMap<string, Container>;
  services: readonly string[];
}

/**
 * Has the stack published at ports that nobody else has. Resolves to what gives the usual ones free again: of several
 * runs on a machine only one has those, for between two experiments, and while an app is down, nobody listens there.
 */
export async function claimPorts(
  what: Claim,
  { report, signal }: { report: (line: string) => void; signal: AbortSignal },
): Promise<() => void> {
  const { project, ...rest } = what;
  const release = await tryLock(join(tmpdir(), 'holdfast-stack-ports.lock'));
  signal.throwIfAborted();
  const { env, taken } = await choosePorts({
    ...rest,
    publishedAs: ({ service, target }) => project.publishedAs(service, target),
    usual: release !== undefined,
  });
  project.publishAt(env);
  if (release === undefined) report('another run has the usual ports of the stack; this one has others');
  else if (taken.length > 0) report(`${await takenBy(taken)}; this run has others`);
  return release ?? (() => {});
}

/** The lock's release, or undefined if somebody has it. */
async function tryLock(path: string): Promise<(() => void) | undefined> {
  try {
    return await acquireLock(path, { signal: AbortSignal.timeout(LOCK_PATIENCE_MS) });
  } catch {
    return undefined;
  }
}
