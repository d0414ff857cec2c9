import { found } from '../../model/found.ts';
import { type Html, html } from '../../report/html/template.ts';
import { formatCount } from '../../units.ts';
import type { Cell, ComparedStore, Comparison } from '../comparison.ts';

const SIGNS = { pass: '✓', fail: '✗', unknown: '?' } as const;

/** What each store showed in each situation; a cell leads to its experiment in the report, and its witnesses. */
export function matrix({ stores, situations }: Comparison): Html | false {
  if (situations.length === 0) return false;
  const tested = stores.filter(({ untested }) => untested === undefined);
  return html`<section>
    <h2>Anomalies by experiment</h2>
    <div class="scroll matrix" role="group" aria-label="Anomalies by experiment" tabindex="0">
      <table>
        <caption>
          What was found, and how often; ✓ nothing, ? could not be judged
        </caption>
        <thead>
          <tr>
            <th scope="col">Store</th>
            ${situations.map((situation) => html`<th scope="col">${situation}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${tested.map((store) => matrixRow(store, situations))}
        </tbody>
      </table>
    </div>
  </section>`;
}

const matrixRow = ({ name, cells }: ComparedStore, situations: readonly string[]): Html =>
  html`<tr>
    <th scope="row">${name}</th>
    ${situations.map((situation) => matrixCell(cells.get(situation)))}
  </tr>`;

function matrixCell(cell: Cell | undefined): Html {
  if (!cell) return html`<td class="words">not tried</td>`;
  const { verdict, anomalies, reason, experiments, notPromised } = cell;
  const kinds = found(anomalies).map(([kind, count]) => html`${kind} ${formatCount(count)}<br />`);
  const link = (content: Html | string) =>
    html`<a href="report.html#experiment-${experiments[0] ?? 0}">${content}</a>`;
  return html`<td class="${verdict}" ${reason !== undefined && html`title="${reason}"`}>
    ${link(html`<span role="img" aria-label="${verdict}">${SIGNS[verdict]}</span> ${kinds}`)}
    ${verdict === 'fail' && notPromised.length > 0 && html`<small>not promised</small>`}
  </td>`;
}
