import { stripVTControlCharacters } from 'node:util';
import { isRecord, textOfRecord } from './record.ts';

const ERROR =
  /(?:error|exception|rejection|failure)s?\b|\b(?:failed|fatal|panic|critical|unhandled|uncaught|refused|segfault|E(?:ACCES|ADDRINUSE|CONNABORTED|CONNREFUSED|CONNRESET|HOSTUNREACH|MFILE|NETUNREACH|NOSPC|NOTFOUND|PIPE|TIMEDOUT))\b/i;
/** What has such a word and says that there was none. */
const NONE =
  /\b(?:no|0|without) (?:errors?|exceptions?|failures?|failed)\b|\berrors?["']?\s*[:=]\s*(?:0\b|null|none|false|\[\])/gi;
/** What was asked for may be called anything. */
const REQUEST = /\b(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \/\S*/g;
const STAMP =
  /^[[(]?(?:\d{4}[-/]\d\d[-/]\d\d[T ])?\d\d:\d\d:\d\d(?:[.,]\d+)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?[\])]?[\s:|-]*/;
const HARMLESS = /^\W*(?:trace|debug|verbose|info|notice)\b|\blevel=["']?(?:trace|debug|info|notice)\b/i;

/**
 * What a line of a log says of an error, without the time that it bears and without colours; undefined where it tells of
 * none. Frames of a stack trace, and whatever else is set in, belong to the line before them. Goes by words and levels:
 * what a program prints to standard error and what to standard output lies in one log.
 */
export function errorIn(line: string): string | undefined {
  if (line.length === 0 || line.startsWith(' ') || line.startsWith('\t')) return undefined;
  const record = isRecord(line) ? textOfRecord(line) : undefined;
  if (record !== undefined) return record.isError ? record.text : undefined;
  if (!ERROR.test(line)) return undefined;
  const text = stripVTControlCharacters(line).replace(STAMP, '').trim();
  if (HARMLESS.test(text)) return undefined;
  return ERROR.test(text.replaceAll(REQUEST, '').replaceAll(NONE, '')) ? text : undefined;
}
