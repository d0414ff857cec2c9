import type { ExperimentResult } from '../../model/results.ts';
import { whenExpired } from '../expiry.ts';
import { formatCount, formatMs } from '../../units.ts';
import { table } from './table.ts';
import { html, type Html } from './template.ts';

const COLUMNS = [
  { name: 'Age, from the TTL' },
  { name: 'Asked for', figure: true },
  { name: 'Gone', figure: true },
];

/** How early and how late sessions expire: the share that is gone, by age. */
export function expiryTable(experiment: ExperimentResult): Html | false {
  const { expiry } = experiment;
  const sentence = whenExpired(experiment);
  if (!expiry || sentence === undefined) return false;
  const rows = expiry.bands.map(({ fromMs, toMs, looks, gone }) => [
    `${formatMs(fromMs)} to ${formatMs(toMs)}`,
    formatCount(looks),
    formatCount(gone),
  ]);
  return html`<p class="facts">When sessions expired: ${sentence}.</p>
    ${table(`Expiry in ${experiment.id}`, COLUMNS, rows)}`;
}
