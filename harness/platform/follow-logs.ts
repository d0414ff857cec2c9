import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as delay } from 'node:timers/promises';
import type { PrintedLine } from '../../protocol/history.ts';
import { errorIn } from '../printed/error-line.ts';
import { Tally } from '../printed/tally.ts';
import type { Hide } from '../secrets/hide.ts';

const EVERY_MS = 250;
/** One look takes a few milliseconds, whatever an app prints: what it printed before that since the last one is passed over. */
const MOST_BYTES = 1 << 17;
/** Of a line that is longer, its begin tells enough. */
const LONGEST_LINE = 4096;
const MOST_TOLD = 10;
const OF_APP = /^(app-\d+)\.log$/;

export interface FollowContext {
  /** Where the log of each instance is, as `<instance>.log`. It need not be there yet. */
  folder: string;
  /** What that is called in what is told. */
  named: string;
  /** Milliseconds since the experiment's epoch. */
  clock: () => number;
  /** Takes what nobody else is to read out of a line. */
  hide: Hide;
}

/**
 * Reads along in the logs of the instances and counts the errors in them. It tells what it saw once; until then the memory
 * that it takes is bounded, and so is its work. Nothing that it cannot read is an error: no verdict hangs on it.
 */
export function followLogs({ folder, named, clock, hide }: FollowContext) {
  const logs = new Map<string, Log>();
  const over = new AbortController();
  const lookAtAll = async () => {
    for (const file of await readdir(folder).catch(() => [])) {
      const instance = OF_APP.exec(file)?.[1];
      if (instance === undefined) continue;
      const log = logs.get(instance) ?? new Log(join(folder, file), hide);
      logs.set(instance, log);
      await log.look(clock()).catch(() => {});
    }
  };
  let last = Promise.resolve();
  const look = () => (last = last.then(lookAtAll));
  const looking = (async () => {
    while (!over.signal.aborted) {
      await look();
      await delay(EVERY_MS, undefined, { signal: over.signal }).catch(() => {});
    }
    await look();
  })();
  const stop = async () => {
    over.abort();
    await looking;
  };
  return {
    /** Looks now, and not only when it is time to. */
    look,
    /** Looks once more, and no further. */
    stop,
    /** The most frequent errors of each instance. */
    async errors(): Promise<PrintedLine[]> {
      await stop();
      return [...logs].flatMap(([instance, log]) => {
        const { tally, hasPassedOver } = log;
        const isLeast = hasPassedOver || tally.hasLetGo;
        return tally.most(MOST_TOLD).map(({ text, count, atMs }) => ({
          printed: instance,
          text,
          at: atMs,
          count,
          ...(isLeast && { atLeast: true as const }),
          log: `${named}/${instance}.log`,
        }));
      });
    },
  };
}

/** One log, read from where it was left. */
class Log {
  readonly tally = new Tally();
  hasPassedOver = false;
  readonly #file: string;
  readonly #hide: Hide;
  #at = 0;
  #decoder = new StringDecoder('utf8');
  /** The begin of a line whose end is not there yet. */
  #begun = '';
  /** The rest of the line that is being read is of no interest. */
  #isInside = false;

  constructor(file: string, hide: Hide) {
    this.#file = file;
    this.#hide = hide;
  }

  async look(atMs: number): Promise<void> {
    await using handle = await open(this.#file);
    const { size } = await handle.stat();
    if (size <= this.#at) return;
    const from = Math.max(this.#at, size - MOST_BYTES);
    if (from > this.#at) this.#passOver();
    const piece = Buffer.allocUnsafe(size - from);
    const { bytesRead } = await handle.read(piece, 0, piece.length, from);
    this.#at = from + bytesRead;
    this.#take(this.#decoder.write(piece.subarray(0, bytesRead)), atMs);
  }

  #passOver(): void {
    this.hasPassedOver = true;
    this.#decoder = new StringDecoder('utf8');
    this.#begun = '';
    this.#isInside = true;
  }

  #take(text: string, atMs: number): void {
    const lines = (this.#begun + text).split('\n');
    this.#begun = lines.pop() ?? '';
    for (const line of lines) {
      if (!this.#isInside) this.#count(line, atMs);
      this.#isInside = false;
    }
    if (this.#begun.length <= LONGEST_LINE) return;
    if (!this.#isInside) this.#count(this.#begun, atMs);
    this.#isInside = true;
    this.#begun = '';
  }

  #count(line: string, atMs: number): void {
    const said = errorIn(line.slice(0, LONGEST_LINE));
    if (said !== undefined) this.tally.add(this.#hide(said), atMs);
  }
}
