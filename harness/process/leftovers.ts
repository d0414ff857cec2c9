import { lstat, readFile, readdir, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MARK_FILE, markSchema, thisMachine, type Mark } from './mark.ts';
import { unmountBelow } from './mounts.ts';
import { killIfSame, startOf } from './start-of.ts';

/**
 * Ends what runs have left behind that were killed together with their reapers: the folders that they made for their
 * data, among those given, and the processes that these name. Only what is marked, where it was made, as this user's,
 * and by a process of this machine that is gone. Returns a line for each; never rejects.
 */
export async function clearLeftovers(folders: readonly string[]): Promise<string[]> {
  const lines: string[] = [];
  for (const folder of folders) {
    const mark = await markOf(folder).catch(() => undefined);
    if (mark === undefined || startOf(mark.owner.pid) === mark.owner.started) continue;
    if (mark.machine !== thisMachine()) {
      lines.push(
        `${folder} is data of a run on another machine, or before a restart of this one: remove it by hand`,
      );
      continue;
    }
    const killed = mark.processes.filter(killIfSame).length;
    unmountBelow(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }).catch(() => {});
    lines.push(`cleared ${folder}: data of a run that was killed, and ${killed} of its processes`);
  }
  return lines;
}

/** Whether a run that is still going on has its data in a folder, as far as this machine knows. */
export async function isInUse(folder: string): Promise<boolean> {
  const mark = await markOf(folder).catch(() => undefined);
  if (mark === undefined) return false;
  return mark.machine !== thisMachine() || startOf(mark.owner.pid) === mark.owner.started;
}

async function markOf(folder: string): Promise<Mark | undefined> {
  const { uid } = await lstat(join(folder, MARK_FILE));
  if (uid !== (process.getuid?.() ?? uid) || !(await lstat(folder)).isDirectory()) return undefined;
  const mark = markSchema.parse(JSON.parse(await readFile(join(folder, MARK_FILE), 'utf8')));
  return mark.path === (await realpath(folder)) ? mark : undefined;
}

/** Folders in a folder whose names begin so; none where it cannot be read. */
export async function foldersIn(parent: string, prefix = ''): Promise<string[]> {
  const names = await readdir(parent).catch(() => []);
  return names.filter((name) => name.startsWith(prefix)).map((name) => join(parent, name));
}
