import type { ExperimentResult, FaultResult } from '../../model/results.ts';
import { awayInWords } from '../away.ts';
import { formatCount, formatMoment } from '../../units.ts';
import { table } from './table.ts';
import { type Html, html } from './template.ts';

/** What was broken, what shows that it was, and what it cost. */
export function faultTable({ faults }: ExperimentResult): Html | false {
  if (faults.length === 0) return false;
  return table(
    'Faults (times in seconds since start)',
    [
      { name: 'Fault' },
      { name: 'Target' },
      { name: 'Onset', figure: true },
      { name: 'Healed', figure: true },
      { name: 'Effect' },
      { name: 'Unavailable for', figure: true },
      { name: 'Sessions lost', figure: true },
    ],
    faults.map((fault) => [
      html`${fault.kind}${!fault.planned && html`<small>by itself, unplanned</small>`}`,
      fault.target,
      formatMoment(fault.onsetMs),
      fault.healedMs === undefined ? 'did not heal' : formatMoment(fault.healedMs),
      html`${fault.tookEffect || !fault.planned ? 'seen' : html`<b>none seen</b>`}${evidence(fault)}`,
      awayInWords(fault),
      lost(fault),
    ]),
  );
}

function evidence(fault: FaultResult): Html | false {
  const entries = Object.entries(fault.evidence).map(([name, value]) => `${name} ${String(value)}`);
  return entries.length > 0 && html`<small>${entries.join(', ')}</small>`;
}

function lost({ sessionsLost, sessionsBefore }: FaultResult): string {
  if (sessionsLost === undefined) return 'unknown';
  const of = sessionsBefore === undefined ? '' : ` of ${formatCount(sessionsBefore)}`;
  return formatCount(sessionsLost) + of;
}
