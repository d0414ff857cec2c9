import { spawnSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';

const LIMIT_MS = 10_000;

/** Of root, of an ordinary user, and of one whose system is older. */
const WAYS = [
  ['umount', '-l'],
  ['fusermount3', '-u', '-z'],
  ['fusermount', '-u', '-z'],
] as const;

/**
 * Unmounts file systems of Holdfast's own at or below a folder, whether anybody uses them or whoever served them is gone:
 * such a folder cannot be removed, or even be looked into. Only Linux has them.
 */
export function unmountBelow(folder: string): void {
  for (const place of mountsBelow(folder).toReversed())
    WAYS.some(
      ([command, ...args]) =>
        spawnSync(command, [...args, place], { stdio: 'ignore', timeout: LIMIT_MS }).status === 0,
    );
}

/** Where they are mounted, in the order in which they were. */
export function mountsBelow(folder: string): string[] {
  const real = realOf(folder);
  return ourMounts().filter((place) => place === real || place.startsWith(real + sep));
}

function ourMounts(): string[] {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8').split('\n').flatMap(ourPlaceIn);
  } catch {
    return [];
  }
}

/** proc_pid_mountinfo(5): the fifth field is the place; after the lone dash come the type and the source. */
function ourPlaceIn(line: string): string[] {
  const [before = '', after = ''] = line.split(' - ');
  const place = before.split(' ')[4];
  return place !== undefined && after.startsWith('fuse.forgetful holdfast ') ? [unescaped(place)] : [];
}

/** Blanks, tabs, line breaks and backslashes stand there by their octal numbers. */
const unescaped = (text: string) =>
  text.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCodePoint(Number.parseInt(octal, 8)));

/** A place that nobody serves any more cannot be asked for its own real path; the folder that it is in can. */
function realOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return inRealParent(folder);
  }
}

function inRealParent(folder: string): string {
  try {
    return join(realpathSync(dirname(folder)), basename(folder));
  } catch {
    return folder;
  }
}
