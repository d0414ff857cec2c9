import { Buffer } from 'node:buffer';
import type { FaultLine, Line, OperationLine } from '../../../protocol/history.ts';
import { encode } from '../encode.ts';
import type { OperationCut } from '../operation-cut.ts';
import type { MergedExperiment, Timing } from './plan.ts';

/** Microseconds are finer than any clock is known to. */
const rounded = (ms: number) => Math.round(ms * 1000) / 1000;
const earlier = (ms: number) => Math.floor(ms * 1000) / 1000;
const later = (ms: number) => Math.ceil(ms * 1000) / 1000;

/** A moment of a part, in the time of all. */
export const moved = (atMs: number, { epochMs, clock }: Timing): number =>
  atMs + epochMs + clock.offsetAt(atMs);

/** An operation in the time of all; of a session that other parts ask for too, no more certain than the clocks are. */
export function movedOperation(op: OperationLine, timing: Timing, { isShared }: { isShared: boolean }) {
  const [due, start, end] = [moved(op.due, timing), moved(op.start, timing), moved(op.end, timing)];
  if (!isShared) return { ...op, due: rounded(due), start: rounded(start), end: rounded(end) };
  // Another part may go on with it.
  const { last: _, ...kept } = op;
  const { errorMs } = timing;
  return {
    ...kept,
    due: rounded(due),
    start: earlier(start - errorMs),
    end: later(end + errorMs),
    ...(errorMs > 0 && { widened: later((op.widened ?? 0) + errorMs) }),
  };
}

/** What a recorder says besides of an experiment, in the time of all. What it says held, held for longer by the error that is left. */
export function movedLine(line: Line, timing: Timing, { errorMs }: MergedExperiment): Line {
  if ('fault' in line) return movedFault(line, timing, errorMs);
  if ('from' in line)
    return {
      ...line,
      from: earlier(moved(line.from, timing) - errorMs),
      to: later(moved(line.to, timing) + errorMs),
    };
  return 'at' in line ? { ...line, at: rounded(moved(line.at, timing)) } : line;
}

function movedFault(line: FaultLine, timing: Timing, errorMs: number): FaultLine {
  const at = moved(line.at, timing);
  const goneAfterMs = line.evidence?.['goneAfterMs'];
  return {
    ...line,
    at: line.phase === 'onset' ? earlier(at - errorMs) : later(at + errorMs),
    ...(typeof goneAfterMs === 'number' &&
      errorMs > 0 && { evidence: { ...line.evidence, goneAfterMs: later(goneAfterMs + 2 * errorMs) } }),
  };
}

/** Bytes of lines, as many as come. */
export class Text {
  bytes = Buffer.allocUnsafe(1 << 16);
  length = 0;

  line(line: Line): void {
    this.text(encode(line));
  }

  text(text: string): void {
    this.#room(Buffer.byteLength(text));
    this.length += this.bytes.write(text, this.length);
  }

  /** An operation of one part alone that is written as the recorder writes it: all but its times stays as it is. */
  operation(bytes: Buffer, from: number, to: number, cut: OperationCut, timing: Timing): void {
    this.#room(to - from + 80);
    this.#copy(bytes, from, cut.timesFrom);
    this.#number(moved(cut.due, timing));
    this.#literal(START);
    this.#number(moved(cut.start, timing));
    this.#literal(END);
    this.#number(moved(cut.end, timing));
    this.#copy(bytes, cut.timesTo, to);
    this.bytes[this.length++] = NEWLINE;
  }

  /** Lines of another text. */
  append({ bytes }: Text, from: number, to: number): void {
    this.#room(to - from);
    this.#copy(bytes, from, to);
  }

  #copy(bytes: Buffer, from: number, to: number): void {
    bytes.copy(this.bytes, this.length, from, to);
    this.length += to - from;
  }

  #literal(literal: Uint8Array): void {
    for (let at = 0; at < literal.length; at++) this.bytes[this.length + at] = literal[at] as number;
    this.length += literal.length;
  }

  /** To microseconds, without zeros at its end. */
  #number(ms: number): void {
    const { bytes } = this;
    let micros = Math.round(ms * 1000);
    if (micros < 0) {
      bytes[this.length++] = MINUS;
      micros = -micros;
    }
    const whole = Math.floor(micros / 1000);
    this.#digits(whole);
    let rest = micros - whole * 1000;
    if (rest === 0) return;
    bytes[this.length++] = POINT;
    for (let unit = 100; rest > 0; unit = (unit / 10) | 0) {
      const digit = (rest / unit) | 0;
      bytes[this.length++] = ZERO + digit;
      rest -= digit * unit;
    }
  }

  #digits(whole: number): void {
    // Whole numbers of 32 bits are divided fastest; no experiment of a month has others.
    if (whole > 0x7fffffff) return this.text(String(whole));
    const { bytes } = this;
    let digits = 1;
    for (let ten = 10; ten <= whole; ten *= 10) digits++;
    let left = whole | 0;
    for (let at = this.length + digits - 1; at >= this.length; at--) {
      const above = (left / 10) | 0;
      bytes[at] = ZERO + left - above * 10;
      left = above;
    }
    this.length += digits;
  }

  #room(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + more));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}

const ascii = (text: string) => new TextEncoder().encode(text);
const START = ascii(',"start":');
const END = ascii(',"end":');
const NEWLINE = 0x0a;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
