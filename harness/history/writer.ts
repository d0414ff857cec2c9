import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import type { Line } from '../../protocol/history.ts';
import { unavailable, messageOf } from '../errors.ts';

/**
 * Appends to a history as it happens. A write that fails (a full disk, a folder that went away) aborts
 * `failed` with the error that says so; what was written until then stays and can be checked.
 */
export interface HistoryWriter extends AsyncDisposable {
  /** Appends a line of the harness's own. */
  write(line: Line): void;
  /** Appends a line that is encoded already. */
  writeRaw(line: string): void;
  /** Resolves once little of what was appended waits in memory, or nothing can be written any more. */
  drained(): Promise<void>;
  /** Aborts when the history can no longer be written. */
  readonly failed: AbortSignal;
}

/** Opens a new history file. Rejects with `unavailable` if it cannot be made, or is there already. */
export async function openHistory(file: string): Promise<HistoryWriter> {
  const stream = createWriteStream(file, { flags: 'wx' });
  const failure = new AbortController();
  const asUnavailable = (cause: unknown) =>
    unavailable(`${file} could not be written: ${messageOf(cause)}`, {
      next: 'make room or name another folder with --reports, then: holdfast check, for what was recorded',
      cause,
    });
  try {
    await once(stream, 'open');
  } catch (error) {
    throw asUnavailable(error);
  }
  stream.on('error', (error) => failure.abort(asUnavailable(error)));
  const writeRaw = (line: string) => {
    if (!failure.signal.aborted) stream.write(`${line}\n`);
  };
  return {
    failed: failure.signal,
    writeRaw,
    write: (line) => writeRaw(JSON.stringify(line)),
    async drained() {
      if (!stream.writableNeedDrain || failure.signal.aborted) return;
      await once(stream, 'drain', { signal: failure.signal }).catch(() => {});
    },
    async [Symbol.asyncDispose]() {
      if (stream.destroyed) return;
      const closed = once(stream, 'close');
      stream.end();
      await closed.catch(() => {});
    },
  };
}
