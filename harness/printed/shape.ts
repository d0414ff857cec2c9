import { SECRET_NAME } from '../secrets/secret-name.ts';

const LONGEST = 300;
/** What is looked at: more than is shown, as what is secret is shorter then. */
const LOOKED_AT = 600;
const MASK = '…';

/** Who enters, before the name of a host. */
const ENTERS = /(:\/\/)[^/\s@]+@/g;
const HEADER = /\b((?:proxy-)?authorization|(?:set-)?cookie)(["']?\s*[:=]\s*).*$/gi;
const HEADERS = /authorization|cookie|bearer|basic/i;
const BEARER = /\b(bearer|basic)\s+\S+/gi;
const NAMED = new RegExp(
  String.raw`(["']?)(?<![\w.-])([\w.-]{0,40}(?:${SECRET_NAME.source})[\w.-]{0,40})\1(\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s,;)}\]"']+)`,
  'gi',
);
/** With a colon and no quotes the word has to be the whole of the name: `AuthError: refused` tells no secret. */
const ONLY_SECRET = /^(?:password|passwd|pwd|passphrase|secret|token|api[-_]?key)$/i;
/** UUIDs, long hexadecimal numbers, and what else is as long as the id of a session, has digits and no sense. */
const ID =
  /\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b|\b(?=[a-f]*\d)(?=\d*[a-f])[\da-f]{12,}\b|(?<![\w-])(?=[\w-]*\d)[\w-]{20,}(?![\w-])|\beyJ[\w-]+\.[\w-]+\.[\w-]*/gi;
/** Of what was put together before, too. */
const NUMBER = /\d+|#/g;

/**
 * Lines that are alike but for their numbers. Passwords and tokens that a line announces, and ids, are not in it, so that
 * a report that is sent round has none of them.
 */
export interface Shape {
  /** The same for lines that are alike. */
  key: string;
  numbers: readonly string[];
}

const UNKNOWN = '#';

/** The shape of one line. */
export function shapeOf(line: string): Shape {
  const text = cut(masked(line.slice(0, LOOKED_AT)), LONGEST);
  return {
    key: text.replaceAll(NUMBER, UNKNOWN),
    numbers: [...text.matchAll(NUMBER)].map(([found]) => found),
  };
}

/** Of two shapes of one key: the numbers that they have in common, `#` in place of the others. */
export const inCommon = (one: readonly string[], other: readonly string[]): readonly string[] =>
  one.every((number, at) => number === other[at])
    ? one
    : one.map((number, at) => (number === other[at] ? number : UNKNOWN));

/** The line again. */
export function textOf({ key, numbers }: Shape): string {
  let at = 0;
  return key.replaceAll(UNKNOWN, (sign) => numbers[at++] ?? sign);
}

function masked(line: string): string {
  let text = line.replaceAll(ENTERS, `$1${MASK}@`);
  if (HEADERS.test(text)) text = text.replaceAll(HEADER, `$1$2${MASK}`).replaceAll(BEARER, `$1 ${MASK}`);
  // Most lines have no such word, and a log may have very many.
  if (SECRET_NAME.test(text))
    text = text.replaceAll(NAMED, (all, quote: string, name: string, sign: string, value: string) => {
      const isTold = sign.includes('=') || quote !== '' || /^["']/.test(value) || ONLY_SECRET.test(name);
      return isTold ? `${quote}${name}${quote}${sign}${MASK}` : all;
    });
  return text.replaceAll(ID, MASK);
}

const cut = (text: string, longest: number) =>
  text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
