import { styleText } from 'node:util';
import Table from 'cli-table3';
import { printable } from './printable.ts';

/** Narrower than this, columns of words cannot be read. */
const LEAST_COLUMNS = 40;
const INDENT = 2;
const GAP = 2;

const NO_LINES = Object.fromEntries(
  ['top', 'bottom', 'left', 'right', 'mid'].flatMap((side) =>
    [side, `${side}-mid`, `${side}-left`, `${side}-right`].map((name) => [name, '']),
  ),
);

export interface Terminal {
  color: boolean;
  /** Width of the terminal. */
  columns: number;
}

type Style = Parameters<typeof styleText>[0];

/** Text in a colour if the terminal has any. */
export const paint = (style: Style, text: string, { color }: Terminal): string =>
  color ? styleText(style, text, { validateStream: false }) : text;

const LOOKS = {
  pass: ['green', '✓'],
  shown: ['green', '✓'],
  fail: ['red', '✗'],
  refuted: ['red', '✗'],
  'true only if': ['yellow', '±'],
  unknown: ['yellow', '?'],
} as const;

const NEWS = { good: ['green', '✓'], bad: ['red', '✗'] } as const;

/**
 * A verdict as a sign and a word; its colour only repeats the sign. Where the word does not say whether it is good or bad
 * for a reader, `news` does.
 */
export function verdictText(
  verdict: keyof typeof LOOKS,
  terminal: Terminal,
  news: 'good' | 'bad' | 'open' = 'open',
): string {
  const [style, sign] = news === 'open' ? LOOKS[verdict] : NEWS[news];
  return paint(style, `${sign} ${verdict}`, terminal);
}

/** What a server or a user named cannot move the cursor or change colours. Keep paint out of it. */
export const plain = (text: string): string => printable(text.replaceAll(/\s+/g, ' '));

interface Column {
  /** Width in characters; what is a share divides what the fixed ones leave. */
  width?: number;
  share?: number;
}

/** Rows in columns without lines, wrapped by words; never wider than the terminal, if that has 40 columns. */
export function inColumns(columns: readonly Column[], rows: string[][], terminal: Terminal): string {
  const room = Math.max(LEAST_COLUMNS, terminal.columns) - INDENT - GAP * (columns.length - 1);
  const fixed = columns.reduce((sum, { width = 0 }) => sum + width, 0);
  const shares = columns.reduce((sum, { share = 0 }) => sum + share, 0);
  const widthOf = ({ width, share = 0 }: Column) =>
    width ?? Math.max(1, Math.floor(((room - fixed) * share) / shares));
  const table = new Table({
    chars: { ...NO_LINES, middle: ' '.repeat(GAP) },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colWidths: columns.map(widthOf),
    wordWrap: true,
  });
  table.push(...rows);
  return indented(table.toString());
}

/** A paragraph, wrapped by words. */
export const paragraph = (text: string, terminal: Terminal): string =>
  inColumns([{ share: 1 }], [[text]], terminal);

const indented = (text: string) =>
  text
    .split('\n')
    .map((line) => `${' '.repeat(INDENT)}${line}`.trimEnd())
    .join('\n');

/** Lines that must be copied whole: never wrapped. */
export const commands = (rows: readonly (readonly [name: string, command: string])[]): string =>
  rows.map(([name, command]) => `${' '.repeat(INDENT)}${name.padEnd(8)} ${plain(command)}`).join('\n');
