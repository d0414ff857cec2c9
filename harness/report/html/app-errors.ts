import type { ExperimentResult } from '../../model/results.ts';
import { counted } from '../../units.ts';
import { APP_ERROR_COLUMNS, appErrorRows, logsOf } from '../app-errors.ts';
import { table } from './table.ts';
import { html, type Html } from './template.ts';

/** The errors that the app itself printed most: open where the experiment has not passed. */
export function appErrorTable({ appErrors = [], verdict }: ExperimentResult): Html | false {
  if (appErrors.length === 0) return false;
  const logs = logsOf(appErrors);
  const rows = appErrorRows(appErrors).map(([times = '', first = '', instance = '', text = '']) => [
    times,
    first,
    instance,
    html`<code>${text}</code>`,
  ]);
  return html`<details ${verdict !== 'pass' && html`open`}>
    <summary>The app itself printed ${counted(appErrors.length, 'kind')} of errors</summary>
    ${table(
      'Lines that are alike but for # count together; ids and secrets are left out',
      APP_ERROR_COLUMNS.map((name, index) => ({ name, figure: index < 2 })),
      rows,
    )}
    ${logs !== undefined && html`<p class="note">The whole log, in the folder of the run: <code>${logs}</code></p>`}
  </details>`;
}
