import type { ClaimResult, Verdict } from '../../model/results.ts';
import type { News } from '../news.ts';
import { type Html, html } from './template.ts';

type Cell = Html | string;

interface Column {
  name: string;
  /** Figures stand to the right, so that their digits line up. */
  figure?: boolean;
}

/** A table with header cells for its columns and for the first cell of each row; it scrolls where it is too wide. */
export function table(caption: string, columns: readonly Column[], rows: readonly (readonly Cell[])[]): Html {
  const kind = (index: number) => (columns[index]?.figure ? 'figure' : 'words');
  const cell = (content: Cell, index: number) =>
    index === 0
      ? html`<th scope="row" class="${kind(0)}">${content}</th>`
      : html`<td class="${kind(index)}">${content}</td>`;
  return html`<div class="scroll" role="group" aria-label="${caption}" tabindex="0">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map(({ name }, index) => html`<th scope="col" class="${kind(index)}">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map(cell)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

const SIGNS = {
  pass: '✓',
  shown: '✓',
  fail: '✗',
  refuted: '✗',
  'bad news': '✗',
  'true only if': '±',
  unknown: '?',
} as const;
const LOOKS = {
  pass: 'pass',
  shown: 'pass',
  fail: 'fail',
  refuted: 'fail',
  'bad news': 'fail',
  'true only if': 'unknown',
  unknown: 'unknown',
} as const;

const NEWS = { good: ['pass', '✓'], bad: ['fail', '✗'] } as const;

/**
 * A verdict as a sign and a word; its colour only repeats the sign. Where the word does not say whether it is good or bad
 * for a reader, `news` does.
 */
export function badge(word: Verdict | ClaimResult['verdict'] | 'bad news', news: News = 'open'): Html {
  const [look, sign] = news === 'open' ? [LOOKS[word], SIGNS[word]] : NEWS[news];
  return html`<span class="verdict ${look}"><span aria-hidden="true">${sign}</span> ${word}</span>`;
}
