import { open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { messageOf, unavailable } from '../errors.ts';
import { openHistory, type HistoryWriter } from './writer.ts';

/** A history has one experiment after the other. */
const SIDE = /^history\.side-(\d+)\.ndjson$/;
const sideFile = (history: string, number: number) => join(dirname(history), `history.side-${number}.ndjson`);

export interface Sections {
  /** Where an experiment is recorded from now on; disposed of when it is over. */
  open(): Promise<HistoryWriter>;
  /** Aborts when one of them can no longer be written. */
  readonly failed: AbortSignal;
}

/**
 * Lets experiments that run side by side be recorded as they happen: one in the history itself, each other one in a file
 * beside it, which is put into the history when that is free. What a run that was killed leaves beside it, `gather` puts in.
 */
export function sectionsOf(history: HistoryWriter, file: string): Sections {
  const failure = new AbortController();
  let isTaken = false;
  let opened = 0;
  const finished: string[] = [];

  async function takeIn(): Promise<void> {
    if (isTaken) return;
    isTaken = true;
    try {
      for (let side = finished.shift(); side !== undefined; side = finished.shift()) {
        history.writeRaw((await readFile(side, 'utf8')).trimEnd());
        await rm(side);
      }
    } catch (cause) {
      failure.abort(
        unavailable(`what was recorded beside ${file} could not be put into it: ${messageOf(cause)}`, {
          next: 'holdfast check, for what was recorded',
          cause,
        }),
      );
    }
    isTaken = false;
  }

  const own = (): HistoryWriter => ({
    write: (line) => history.write(line),
    writeRaw: (line) => history.writeRaw(line),
    drained: () => history.drained(),
    failed: history.failed,
    async [Symbol.asyncDispose]() {
      isTaken = false;
      await takeIn();
    },
  });

  async function beside(): Promise<HistoryWriter> {
    const side = sideFile(file, ++opened);
    const writer = await openHistory(side);
    writer.failed.addEventListener('abort', () => failure.abort(writer.failed.reason));
    return {
      write: (line) => writer.write(line),
      writeRaw: (line) => writer.writeRaw(line),
      drained: () => writer.drained(),
      failed: writer.failed,
      async [Symbol.asyncDispose]() {
        await writer[Symbol.asyncDispose]();
        finished.push(side);
        await takeIn();
      },
    };
  }

  return {
    failed: failure.signal,
    async open() {
      if (isTaken) return beside();
      isTaken = true;
      return own();
    },
  };
}

/**
 * Puts into a history what a run that was killed has left beside it, in the order in which it was begun. The run must be over.
 * Rejects with `unavailable` where it cannot be written.
 */
export async function gather(file: string): Promise<void> {
  const names = await readdir(dirname(file)).catch(() => []);
  const sides = names.flatMap((name) => SIDE.exec(name)?.[1] ?? []).map(Number);
  if (sides.length === 0) return;
  try {
    await using history = await open(file, 'a+');
    for (const number of sides.toSorted((one, other) => one - other)) {
      const side = sideFile(file, number);
      await history.appendFile(`${await missingBreak(file)}${await readFile(side, 'utf8')}`);
      await rm(side);
    }
  } catch (cause) {
    throw unavailable(`what was recorded beside ${file} could not be put into it: ${messageOf(cause)}`, {
      next: 'check a copy of the folder that can be written',
      cause,
    });
  }
}

/** A line that was cut off is a line of its own: what follows is none of it. */
async function missingBreak(file: string): Promise<string> {
  const { size } = await stat(file);
  if (size === 0) return '';
  await using handle = await open(file);
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer.toString() === '\n' ? '' : '\n';
}
