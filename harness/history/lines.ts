import { Buffer } from 'node:buffer';

/** No line is longer: what is, is no history, and must not fill the memory. */
export const LONGEST_LINE_BYTES = 1 << 20;

/** The bytes of one line, without its newline: `to` is exclusive. They are good until the next line. */
export type TakeLine = (bytes: Buffer, from: number, to: number, how: { ended: boolean }) => void;

const ENDED = { ended: true };
const UNENDED = { ended: false };
const NEWLINE = 0x0a;

/** Cuts a stream of bytes into lines, synchronously within each chunk: a promise a line would cost more than the line. */
export async function eachLine(source: AsyncIterable<Uint8Array>, take: TakeLine): Promise<void> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const part of source) {
    const chunk = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
    let from = 0;
    if (rest.length > 0) {
      const newline = chunk.indexOf(NEWLINE);
      if (newline === -1) {
        // Beyond the limit only the beginning is kept: enough to show what was found.
        if (rest.length <= LONGEST_LINE_BYTES) rest = Buffer.concat([rest, chunk]);
        continue;
      }
      const line = Buffer.concat([rest, chunk.subarray(0, newline)]);
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
    rest = Buffer.from(chunk.subarray(from));
  }
  if (rest.length > 0) take(rest, 0, rest.length, UNENDED);
}
