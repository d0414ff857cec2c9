import { Buffer } from 'node:buffer';

/** No line is longer: what is, is no history, and must not fill the memory. */
export const LONGEST_LINE_BYTES = 1 << 20;

/** The bytes of one line, without its newline: `to` is exclusive. They are good until the next line. */
export type TakeLine = (bytes: Buffer, from: number, to: number, how: { ended: boolean }) => void;

const ENDED = { ended: true };
const UNENDED = { ended: false };
const NEWLINE = 0x0a;

/** Cuts bytes into lines as they come, synchronously within each chunk: a promise a line would cost more than the line. */
export class LineCutter {
  #rest: Buffer = Buffer.alloc(0);

  push(part: Uint8Array, take: TakeLine): void {
    const chunk = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
    let from = 0;
    if (this.#rest.length > 0) {
      const newline = chunk.indexOf(NEWLINE);
      if (newline === -1) {
        // Beyond the limit only the beginning is kept: enough to show what was found.
        if (this.#rest.length <= LONGEST_LINE_BYTES) this.#rest = Buffer.concat([this.#rest, chunk]);
        return;
      }
      const line = Buffer.concat([this.#rest, chunk.subarray(0, newline)]);
      take(line, 0, line.length, ENDED);
      from = newline + 1;
    }
    for (;;) {
      const newline = chunk.indexOf(NEWLINE, from);
      if (newline === -1) break;
      take(chunk, from, newline, ENDED);
      from = newline + 1;
    }
    // A copy: the source may use its chunk again.
    this.#rest = Buffer.from(chunk.subarray(from));
  }

  /** What is left without a newline. */
  finish(take: TakeLine): void {
    if (this.#rest.length > 0) take(this.#rest, 0, this.#rest.length, UNENDED);
  }
}

/** Every line of a stream of bytes. */
export async function eachLine(source: AsyncIterable<Uint8Array>, take: TakeLine): Promise<void> {
  const cutter = new LineCutter();
  for await (const part of source) cutter.push(part, take);
  cutter.finish(take);
}
