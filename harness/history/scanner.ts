import type { OperationKind, OperationLine, Outcome, Value } from '../../protocol/history.ts';
import { Strings } from './intern.ts';
import { withRare, type Plain, type Rare } from './shape.ts';

/**
 * Reads an operation that is written as the recorder writes it: the canonical order of fields, no white space,
 * no escape, plain ASCII, short decimal numbers. Anything else it declines, and the long way decides; so it never
 * has to say what is wrong, and both ways give the same result wherever it gives one.
 */
export class OperationScanner {
  readonly #names = new Strings();
  readonly #values = new Strings();
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  /** Set by any part that met something it does not read. */
  #declined = false;

  scan(bytes: Buffer, from: number, to: number): OperationLine | undefined {
    this.#bytes = bytes;
    this.#at = from;
    this.#declined = false;
    if (!this.#is(OP)) return undefined;
    const kind = this.#word(KINDS) as OperationKind;
    if (!this.#is(SESSION)) return undefined;
    const session = this.#string(this.#names);
    if (!this.#is(CLIENT)) return undefined;
    const client = this.#string(this.#names);
    const key = this.#is(KEY) ? this.#string(this.#names) : undefined;
    const value = this.#is(VALUE) ? this.#value() : undefined;
    const absent = this.#is(ABSENT) ? true : undefined;
    const owner = this.#is(OWNER) ? this.#string(this.#names) : undefined;
    if (!this.#is(OUTCOME)) return undefined;
    const outcome = this.#word(OUTCOMES) as Outcome;
    if (!this.#is(DUE)) return undefined;
    const due = this.#number();
    if (!this.#is(START)) return undefined;
    const start = this.#number();
    if (!this.#is(END)) return undefined;
    const end = this.#number();
    const status = this.#is(STATUS) ? this.#number() : undefined;
    const instance = this.#is(INSTANCE) ? this.#string(this.#names) : undefined;
    // Most end here, or with being the last of their session.
    let last = bytes[this.#at] !== CLOSE && this.#is(LAST) ? (true as const) : undefined;
    const rare = bytes[this.#at] === CLOSE ? undefined : this.#rare();
    if (rare !== undefined && this.#is(LAST)) last = true;
    if (this.#declined || bytes[this.#at] !== CLOSE || this.#at !== to - 1) return undefined;
    const op: Plain = {
      op: kind,
      session,
      client,
      key,
      value,
      absent,
      owner,
      outcome,
      due,
      start,
      end,
      status,
      instance,
      last,
    };
    return rare === undefined ? op : withRare(op, rare);
  }

  #rare(): Rare {
    return {
      error: this.#is(ERROR) ? this.#string(this.#names) : undefined,
      expected: this.#is(EXPECTED) ? true : undefined,
      next: this.#is(NEXT) ? this.#string(this.#names) : undefined,
      idKept: this.#flag(ID_KEPT),
      idChosen: this.#flag(ID_CHOSEN),
      dropped: this.#flag(DROPPED),
      carries: undefined,
      preexisting: undefined,
      refused: this.#textOrFalse(REFUSED),
      strayed: this.#textOrFalse(STRAYED),
      widened: this.#is(WIDENED) ? this.#number() : undefined,
    };
  }

  #is(literal: Uint8Array): boolean {
    const bytes = this.#bytes;
    const at = this.#at;
    // From the far end: the fields that may follow each other differ there, and in length.
    for (let i = literal.length - 1; i >= 0; i--) if (bytes[at + i] !== literal[i]) return false;
    this.#at = at + literal.length;
    return true;
  }

  /** One of a few known words, and its closing quote. */
  #word(words: readonly Word[]): string {
    for (const word of words) if (this.#is(word.bytes)) return word.text;
    this.#declined = true;
    return '';
  }

  /** A string from after its opening quote. */
  #string(strings: Strings): string {
    const bytes = this.#bytes;
    const from = this.#at;
    let at = from;
    let hash = 0;
    for (;;) {
      const byte = bytes[at] as number;
      if (byte === QUOTE) break;
      // Escapes, control characters, what is not ASCII, and (undefined) the end of the bytes.
      if (!(byte >= 0x20 && byte < 0x80 && byte !== BACKSLASH)) {
        this.#declined = true;
        return '';
      }
      hash = (Math.imul(hash, 31) + byte) | 0;
      at++;
    }
    this.#at = at + 1;
    return strings.get(bytes, from, at, hash);
  }

  #value(): Value {
    const byte = this.#bytes[this.#at] as number;
    if (byte === QUOTE) {
      this.#at++;
      return this.#string(this.#values);
    }
    if (byte >= ZERO && byte <= NINE) return this.#number();
    if (this.#is(NULL)) return null;
    if (this.#is(TRUE)) return true;
    if (this.#is(FALSE)) return false;
    this.#declined = true;
    return null;
  }

  #flag(name: Uint8Array): boolean | undefined {
    if (!this.#is(name)) return undefined;
    if (this.#is(TRUE)) return true;
    if (!this.#is(FALSE)) this.#declined = true;
    return false;
  }

  /** A string, or that there is none to be told. */
  #textOrFalse(name: Uint8Array): string | false | undefined {
    if (!this.#is(name)) return undefined;
    if (this.#is(FALSE)) return false;
    if (this.#bytes[this.#at] !== QUOTE) {
      this.#declined = true;
      return undefined;
    }
    this.#at++;
    return this.#string(this.#values);
  }

  /** Digits with an optional fraction, 15 in all: then digits / 10^n is exact, the very double JSON.parse gives. */
  #number(): number {
    const bytes = this.#bytes;
    const from = this.#at;
    let at = from;
    let digits = 0;
    let byte = bytes[at] as number;
    while (byte >= ZERO && byte <= NINE) {
      digits = digits * 10 + (byte - ZERO);
      byte = bytes[++at] as number;
    }
    const whole = at - from;
    let fraction = 0;
    if (byte === POINT) {
      byte = bytes[++at] as number;
      const point = at;
      while (byte >= ZERO && byte <= NINE) {
        digits = digits * 10 + (byte - ZERO);
        byte = bytes[++at] as number;
      }
      fraction = at - point;
      if (fraction === 0) this.#declined = true;
    }
    const leadingZero = bytes[from] === ZERO && whole > 1;
    if (whole === 0 || leadingZero || whole + fraction > 15 || byte === SMALL_E || byte === LARGE_E)
      this.#declined = true;
    this.#at = at;
    return fraction === 0 ? digits : digits / (POWERS[fraction] ?? 1);
  }
}

interface Word {
  text: string;
  bytes: Uint8Array;
}
const ascii = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const words = (...texts: string[]): Word[] => texts.map((text) => ({ text, bytes: ascii(`${text}"`) }));

// The most frequent first.
const KINDS = words('read', 'write', 'create', 'increment', 'remove', 'destroy', 'regenerate');
const OUTCOMES = words('ok', 'fail', 'info');
const POWERS = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);

const OP = ascii('{"op":"');
const SESSION = ascii(',"session":"');
const CLIENT = ascii(',"client":"');
const KEY = ascii(',"key":"');
const VALUE = ascii(',"value":');
const ABSENT = ascii(',"absent":true');
const OWNER = ascii(',"owner":"');
const OUTCOME = ascii(',"outcome":"');
const DUE = ascii(',"due":');
const START = ascii(',"start":');
const END = ascii(',"end":');
const STATUS = ascii(',"status":');
const INSTANCE = ascii(',"instance":"');
const ERROR = ascii(',"error":"');
const EXPECTED = ascii(',"expected":true');
const NEXT = ascii(',"next":"');
const ID_KEPT = ascii(',"idKept":');
const ID_CHOSEN = ascii(',"idChosen":');
const DROPPED = ascii(',"dropped":');
const REFUSED = ascii(',"refused":');
const STRAYED = ascii(',"strayed":');
const WIDENED = ascii(',"widened":');
const LAST = ascii(',"last":true');
const NULL = ascii('null');
const TRUE = ascii('true');
const FALSE = ascii('false');
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const CLOSE = 0x7d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const SMALL_E = 0x65;
const LARGE_E = 0x45;
