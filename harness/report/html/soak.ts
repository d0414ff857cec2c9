import type { ExperimentResult } from '../../model/results.ts';
import { SOAK_COLUMNS, soakRows, soakSentences } from '../soak.ts';
import { table } from './table.ts';
import { html, type Html } from './template.ts';

/** What changed while the rate stayed the same. */
export function soakTable(experiment: ExperimentResult): Html | false {
  const { soak } = experiment;
  if (soak === undefined) return false;
  return html`${table(
      'Over time, at the same rate',
      SOAK_COLUMNS.map((name, index) => ({ name, figure: index > 0 })),
      soakRows(soak),
    )}
    <p class="facts">${soakSentences(experiment).join(' ')}</p>`;
}
