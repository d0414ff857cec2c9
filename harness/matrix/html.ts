import { commandBlock, page } from '../report/html/kit.ts';
import { type Html, html } from '../report/html/template.ts';
import { cellWords } from './cell-words.ts';
import type { Matrix, MatrixCell } from './matrix.ts';

const SIGNS = { pass: '✓', fail: '✗', unknown: '?' } as const;

const STYLE = /* css */ `
.matrix td, .matrix th { padding: 4px 5px; border-left: 1px solid var(--rule); }
.matrix td { font-size: 12.5px; }
.matrix td a { color: inherit; text-decoration-color: var(--rule); }
.matrix .pass { color: var(--pass); }
.matrix .fail { color: var(--fail); }
.matrix .unknown { color: var(--unknown); }
.matrix thead th { white-space: normal; vertical-align: bottom; }
`;

/** Stores, as they are laid out and set, by faults, on one page that needs nothing from elsewhere. */
export function renderMatrixPage({ faults, rows }: Matrix, command: string): string {
  const reasons = new Set(
    rows.flatMap(({ subject, cells }) =>
      cells.flatMap((cell) =>
        cell.state === 'impossible' ? [`${subject}, ${cell.fault}: ${cell.reason}`] : [],
      ),
    ),
  );
  return page(
    'stores by faults',
    html`<main>
      <header><h1>What each store keeps through each fault</h1></header>
      <section>
        <div class="scroll matrix" role="group" aria-label="Stores by faults" tabindex="0">
          <table>
            <caption>
              ✓ passed, ✗ failed, ? could not be judged, – cannot be had; a cell leads to its evidence
            </caption>
            <thead>
              <tr>
                <th scope="col">Subject</th>
                ${faults.map((fault) => html`<th scope="col">${fault}</th>`)}
              </tr>
            </thead>
            <tbody>
              ${rows.map(
                ({ subject, cells }) =>
                  html`<tr>
                    <th scope="row">${subject}</th>
                    ${cells.map(cellOf)}
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>
      </section>
      <section>
        <h2>What cannot be had, and why</h2>
        <ul>
          ${[...reasons].map((reason) => html`<li>${reason}</li>`)}
        </ul>
      </section>
      <section>
        <h2>Do it again</h2>
        ${commandBlock(command)}
      </section>
    </main>`,
    STYLE,
  );
}

function cellOf(cell: MatrixCell): Html {
  if (cell.state === 'impossible')
    return html`<td class="words" title="${cell.reason}">– ${cellWords(cell)}</td>`;
  if (cell.state === 'not run') return html`<td class="words">${cellWords(cell)}</td>`;
  const { verdict, evidence } = cell;
  const folder = evidence.run === '' ? '' : `${evidence.run}/`;
  return html`<td class="${verdict}">
    <a href="${folder}report.html#experiment-${evidence.experiment}">
      <span role="img" aria-label="${verdict}">${SIGNS[verdict]}</span> ${cellWords(cell)}
    </a>
  </td>`;
}
