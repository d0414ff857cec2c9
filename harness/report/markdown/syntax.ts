/** GitHub's Markdown, in the few forms that reports use. Whatever is put in stays text. */

import { printable, printableLines } from '../printable.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Text on one line that is neither markup nor HTML, nor ends a table's cell. */
export function inline(text: string): string {
  return printable(text.replaceAll(/\s+/g, ' '))
    .replaceAll(/[&<>]/g, (character) => ENTITIES[character] ?? '')
    .replaceAll(/[\\`*_{}[\]#|~!]/g, String.raw`\$&`)
    .replaceAll('://', ':\u200b//')
    .replaceAll(/(^|\W)@(?=\w)/g, '$1@\u200b');
}

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

/** A table of cells that are Markdown already; figures stand to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], figures = 0): string {
  const rule = head.map((_, index) => (index >= head.length - figures ? '---:' : '---'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

/** A block of code whose fence is longer than any in it. */
export function code(text: string, language = ''): string {
  const clean = printableLines(text);
  const longest = Math.max(2, ...[...clean.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${clean}\n${fence}`;
}

/** What opens on a click. The summary is text. */
export const collapsed = (summary: string, content: string): string =>
  `<details><summary>${inline(summary)}</summary>\n\n${content}\n\n</details>`;

const SIGNS = {
  pass: '✅',
  shown: '✅',
  fail: '❌',
  refuted: '❌',
  'bad news': '❌',
  'true only if': '⚠️',
  unknown: '❔',
} as const;

const NEWS = { good: '✅', bad: '❌' } as const;

/** A verdict as a sign and a word; where the word does not say whether it is good or bad for a reader, `news` does. */
export const verdictMark = (verdict: keyof typeof SIGNS, news: 'good' | 'bad' | 'open' = 'open'): string =>
  `${news === 'open' ? SIGNS[verdict] : NEWS[news]} ${verdict}`;
