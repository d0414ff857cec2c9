import { SECRET_NAME } from './secret-name.ts';

/** A part of a command; secret: nobody else is to read it. */
export interface Part {
  text: string;
  secret: boolean;
}

/** `NAME=value` before a command, `--option=value` and `--option value`; a value may be quoted. */
const ASSIGNED = /(^|\s)([A-Za-z_]\w*=|--?[A-Za-z][\w-]*[= ])("[^"]*"|'[^']*'|[^\s"']+)/g;
const PLACEHOLDER = /^["']?\{\w+\}["']?$/;
/** What everybody may know of an app. */
const PLAIN = /^(NODE_ENV|PORT|HOST|DEBUG|HOLDFAST_PROBE_IN_PRODUCTION)=$/;

/** Of a line of a shell: what is set before it, and what options with telling names announce, is secret. */
export function partsOfLine(line: string): Part[] {
  const parts: Part[] = [];
  let done = 0;
  for (const match of line.matchAll(ASSIGNED)) {
    const [, space = '', name = '', value = ''] = match;
    const isVariable = !name.startsWith('-');
    const isSecret = isVariable ? !PLAIN.test(name) : SECRET_NAME.test(name);
    if (!isSecret || PLACEHOLDER.test(value)) continue;
    const from = match.index + space.length + name.length;
    parts.push({ text: line.slice(done, from), secret: false }, { text: value, secret: true });
    done = from + value.length;
  }
  parts.push({ text: line.slice(done), secret: false });
  return parts;
}

/** For people: with a mark in place of what is secret. */
export const shownLine = (line: string): string =>
  partsOfLine(line)
    .map(({ text, secret }) => (secret ? '…' : text))
    .join('');
