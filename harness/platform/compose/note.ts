import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { processSchema, thisMachine } from '../../process/mark.ts';
import { startOf } from '../../process/start-of.ts';
import { cacheHome } from '../../provision/cache-home.ts';
import type { DockerCommand } from './command.ts';

const noteSchema = z.object({
  machine: z.string(),
  owner: processSchema,
  /** Ids of the containers that were there before the run, and of those that were there besides after each start. */
  found: z.array(z.string()),
  made: z.array(z.string()),
  /** What leaves the stack as it was found. */
  back: z.array(z.object({ args: z.array(z.string()), env: z.record(z.string(), z.string()).default({}) })),
});
type Note = z.infer<typeof noteSchema>;

/** What a run tells the next one on the same stack, for when the harness and its reaper are killed at once. */
export interface StackNote {
  /** The containers that are there now, which are the run's unless it found them. */
  sawAll(ids: readonly string[]): void;
  remove(): void;
}

/** In a folder of the user's own: what is in it is carried out. */
export const noteFile = (project: string, env = process.env): string =>
  join(cacheHome(env), 'stack', `${project}.json`);

/** Writes the note. Where it cannot be written the run goes on without: nothing but such a death ever needs it. */
export function leaveNote(
  file: string,
  { found, back }: { found: readonly string[]; back: readonly DockerCommand[] },
): StackNote {
  const owner = { pid: process.pid, started: startOf(process.pid) ?? 'unknown' };
  const note = { machine: thisMachine(), owner, found: [...found], made: [] as string[], back };
  const write = () => {
    try {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      writeFileSync(`${file}.new`, JSON.stringify(note), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    } catch {
      // A folder that cannot be written, or a disk that is full.
    }
  };
  write();
  return {
    sawAll(ids) {
      note.made = [...new Set([...note.made, ...ids.filter((id) => !found.includes(id))])];
      write();
    },
    remove: () => rmSync(file, { force: true }),
  };
}

interface Stack {
  /** Ids of the containers that are there now. */
  ids: () => Promise<string[]>;
  run: (command: DockerCommand) => Promise<unknown>;
  report: (line: string) => void;
}

/**
 * Brings a stack back to what a run had found that was killed together with its reaper, if a note tells of one. What
 * somebody else has started since is nobody's to take down: where there is any, the stack stays as it is.
 */
export async function bringBack(file: string, { ids, run, report }: Stack): Promise<void> {
  const note = readNote(file);
  if (note === undefined || startOf(note.owner.pid) === note.owner.started) return;
  const there = await ids();
  const known = new Set([...note.found, ...note.made]);
  const left = there.filter((id) => note.made.includes(id));
  if (note.machine === thisMachine() && left.length > 0) {
    if (there.every((id) => known.has(id))) {
      report('bringing the stack back to what a run that was killed had found');
      for (const command of note.back) await run(command);
    } else {
      report(
        `a run that was killed left ${left.length} containers in the stack, and others were started since: all are taken as they are`,
      );
    }
  }
  rmSync(file, { force: true });
}

/** Only this user's own, and only what a run has written whole. */
function readNote(file: string): Note | undefined {
  try {
    const { uid } = lstatSync(file);
    if (uid !== (process.getuid?.() ?? uid)) return undefined;
    return noteSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
