import type { ClaimResult, Verdict } from '../../model/results.ts';
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
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
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
  'true only if': '±',
  unknown: '?',
} as const;
const LOOKS = {
  pass: 'pass',
  shown: 'pass',
  fail: 'fail',
  refuted: 'fail',
  'true only if': 'unknown',
  unknown: 'unknown',
} as const;

/** A verdict as a sign and a word; its colour only repeats them. */
export const badge = (verdict: Verdict | ClaimResult['verdict']): Html =>
  html`<span class="verdict ${LOOKS[verdict]}"
    ><span aria-hidden="true">${SIGNS[verdict]}</span> ${verdict}</span
  >`;
