import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';

/** The file in a folder that a run has made for itself, by which the folder is known as one that may be removed. */
export const MARK_FILE = '.holdfast-owned.json';

export const processSchema = z.object({ pid: z.int().min(2), started: z.string().min(1) });

export const markSchema = z.object({
  /** Chance, so that nobody else's folder has the same. */
  token: z.string().min(16),
  /** Where the folder is: a copy of it is somebody else's. */
  path: z.string(),
  machine: z.string(),
  owner: processSchema,
  /** What the owner has started and not yet seen end. */
  processes: z.array(processSchema),
});
export type Mark = z.infer<typeof markSchema>;

let machine: string | undefined;

/** This machine, in this life of it, and this container of it: where a process number means anything. */
export function thisMachine(): string {
  machine ??= [hostname(), lifeOfMachine(), readOr(() => readlinkSync('/proc/self/ns/pid'))].join(' ');
  return machine;
}

function lifeOfMachine(): string {
  if (process.platform === 'linux')
    return readOr(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  return readOr(() =>
    spawnSync('sysctl', ['-n', 'kern.bootsessionuuid'], { encoding: 'utf8' }).stdout.trim(),
  );
}

function readOr(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
