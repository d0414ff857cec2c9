import { lstat, readFile, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../errors.ts';
import { killAll } from './kill-all.ts';
import { MARK_FILE, markSchema, thisMachine, type Mark } from './mark.ts';
import { mountsBelow } from './mounts.ts';
import { removeOwned } from './remove-owned.ts';
import { startOf } from './start-of.ts';

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
    const killed = await killAll(mark.processes);
    try {
      await removeOwned(folder, MARK_FILE);
      lines.push(`cleared ${folder}: data of a run that was killed, and ${killed} of its processes`);
    } catch (error) {
      const mounts = mountsBelow(folder).map((place) => `umount -l ${place}, then `);
      lines.push(
        `${folder} is data of a run that was killed, and could not be removed (${messageOf(error)}): ${mounts.join('')}remove it by hand`,
      );
    }
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
