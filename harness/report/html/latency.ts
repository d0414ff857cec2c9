import type { ExperimentResult, Quantiles } from '../../model/results.ts';
import { formatCount, formatMs } from '../../units.ts';
import { latencyTitle, leftOut } from '../of-the-load.ts';
import { table } from './table.ts';
import { type Html, html } from './template.ts';

const COLUMNS = [
  { name: 'Operation' },
  { name: 'Measured from' },
  { name: 'Count', figure: true },
  { name: 'Median', figure: true },
  { name: 'p90', figure: true },
  { name: 'p99', figure: true },
  { name: 'Longest', figure: true },
];

const quantiles = ({ p50Ms, p90Ms, p99Ms, maxMs }: Quantiles) => [p50Ms, p90Ms, p99Ms, maxMs].map(formatMs);

/** Quantiles from the intended start and from the send; nothing where the generator was the bottleneck, as is told. */
export function latencyTable(experiment: ExperimentResult): Html | false {
  const { latency, latencyOfFailed = [], generator } = experiment;
  const failed = latencyOfFailed.map((row) => ({ ...row, op: `${row.op}, failed` }));
  const all = [...latency, ...failed];
  if (all.length === 0 || generator.verdict !== 'pass') return false;
  const rows = all.flatMap(({ op, fromIntended, fromSend }) => [
    [op, 'intended start', formatCount(fromIntended.count), ...quantiles(fromIntended)],
    [op, 'send', formatCount(fromSend.count), ...quantiles(fromSend)],
  ]);
  const without = leftOut([experiment]);
  return html`${table(latencyTitle(experiment), COLUMNS, rows)}
  ${without !== undefined && html`<p class="note">${without}</p>`}`;
}

/** Why latency says nothing, where it does not. */
export const distrust = ({ generator }: Pick<ExperimentResult, 'generator'>): string[] =>
  generator.verdict === 'pass'
    ? []
    : [`Latency is unknown: ${generator.reason ?? 'the generator was itself the bottleneck'}`];
