import type { Buffer } from 'node:buffer';
import { NameHash } from './name-hash.ts';

/**
 * Finds in an operation, written as the recorder writes it, what it takes to bring it to another clock or to a worker,
 * without making anything of it: whose it is, and where its times stand. What it declines goes the long way.
 */
export class OperationCut {
  readonly session = new NameHash();
  readonly client = new NameHash();
  /** Where the session's name stands. */
  nameFrom = 0;
  nameTo = 0;
  isRegenerate = false;
  isLast = false;
  due = 0;
  start = 0;
  end = 0;
  /** Where the number of `due` begins, and that of `end` is over. */
  timesFrom = 0;
  timesTo = 0;
  #at = 0;

  /** Whose it is. */
  names(bytes: Buffer, from: number, to: number): boolean {
    if (!is(bytes, from, OP)) return false;
    let at = from + OP.length;
    this.isRegenerate = bytes[at] === SMALL_R && bytes[at + 2] === SMALL_G;
    while (bytes[at] !== QUOTE && at < to) at++;
    if (!is(bytes, at, SESSION)) return false;
    const session = at + SESSION.length;
    at = this.session.ofPlainName(bytes, session, to);
    if (at === -1 || !is(bytes, at, CLIENT)) return false;
    this.nameFrom = session;
    this.nameTo = at;
    at = this.client.ofPlainName(bytes, at + CLIENT.length, to);
    this.#at = at;
    return at !== -1;
  }

  /** Whose it is, and its times. */
  times(bytes: Buffer, from: number, to: number): boolean {
    if (!this.names(bytes, from, to)) return false;
    // No string has it: quotes within one are escaped. Its last byte tells how far the next place is that it can end at.
    let last = this.#at + DUE.length - 1;
    for (;;) {
      if (last >= to) return false;
      const skip = SKIPS[bytes[last] as number] as number;
      if (skip > 0) last += skip;
      else if (is(bytes, last - DUE.length + 1, DUE)) break;
      else last += DUE.length;
    }
    this.timesFrom = last + 1;
    this.due = this.#number(bytes, this.timesFrom);
    if (!is(bytes, this.#at, START)) return false;
    this.start = this.#number(bytes, this.#at + START.length);
    if (!is(bytes, this.#at, END)) return false;
    this.end = this.#number(bytes, this.#at + END.length);
    this.timesTo = this.#at;
    const next = bytes[this.timesTo];
    this.isLast = is(bytes, to - LAST.length, LAST);
    return (
      Number.isFinite(this.due + this.start + this.end) &&
      (next === COMMA || next === CLOSE) &&
      bytes[to - 1] === CLOSE
    );
  }

  /** Digits with an optional fraction, 15 in all; else not a number. */
  #number(bytes: Buffer, from: number): number {
    let at = from;
    let digits = 0;
    let point = -1;
    for (; ; at++) {
      const byte = bytes[at] as number;
      if (byte >= ZERO && byte <= NINE) digits = digits * 10 + (byte - ZERO);
      else if (byte === POINT && point === -1) point = at;
      else break;
    }
    this.#at = at;
    if (at === from || at - from > 16 || point === from || point === at - 1) return Number.NaN;
    return point === -1 ? digits : digits / (POWERS[at - point - 1] as number);
  }
}

function is(bytes: Uint8Array, at: number, literal: Uint8Array): boolean {
  for (let i = literal.length - 1; i >= 0; i--) if (bytes[at + i] !== literal[i]) return false;
  return true;
}

const ascii = (text: string) => new TextEncoder().encode(text);
const OP = ascii('{"op":"');
const SESSION = ascii('","session":"');
const CLIENT = ascii('","client":"');
const DUE = ascii(',"due":');
const START = ascii(',"start":');
const END = ascii(',"end":');
const LAST = ascii(',"last":true}');
const POWERS = Float64Array.from({ length: 17 }, (_, exponent) => 10 ** exponent);
/** By a byte: how far on the end of DUE may be at the nearest where this is read at its last place; 0: there it may be. */
const SKIPS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const at = DUE.lastIndexOf(byte);
  return at === -1 ? DUE.length : DUE.length - 1 - at;
});
const QUOTE = 0x22;
const COMMA = 0x2c;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const SMALL_G = 0x67;
const SMALL_R = 0x72;
const CLOSE = 0x7d;
