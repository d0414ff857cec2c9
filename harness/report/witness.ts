import type { Anomaly, FaultResult, WitnessStep } from '../model/results.ts';
import { formatMoment } from '../units.ts';

/** An anomaly as lines of text, one a step: time, client, operation, outcome, instance, what came. */
export function witnessText(anomaly: Anomaly, faults: readonly FaultResult[] = []): string {
  const rows = anomaly.witness.map(cells);
  const widths = [0, 1, 2, 3, 4].map((index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  const lines = rows.map(
    (row) => `  ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ')}`,
  );
  return [heading(anomaly, faults), `  ${anomaly.summary}`, ...lines]
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Kind, session, key, layer and the fault in whose window it fell. */
function heading(anomaly: Anomaly, faults: readonly FaultResult[]): string {
  return [`${anomaly.kind}  session ${anomaly.session}`, ...circumstances(anomaly, faults)].join(' · ');
}

export function circumstances(anomaly: Anomaly, faults: readonly FaultResult[]): string[] {
  const fault = faults.find(({ id }) => id === anomaly.fault);
  const healed = fault?.healedMs === undefined ? 'the end' : formatMoment(fault.healedMs);
  return [
    anomaly.key !== undefined && `key ${anomaly.key}`,
    `at ${formatMoment(anomaly.atMs)} s`,
    anomaly.layer && `layer: ${anomaly.layer}`,
    fault && `in ${fault.kind} (${formatMoment(fault.onsetMs)} to ${healed} s)`,
  ].filter((part) => typeof part === 'string');
}

const cells = (step: WitnessStep) => [
  formatMoment(step.startMs),
  step.client,
  stepInWords(step),
  step.outcome,
  step.instance ?? '-',
  remarks(step),
];

/** What takes so long may have begun before a fault and been answered in it: its start alone would tell another story. */
const LONG_MS = 500;

/** What was expected in a step and what came, as far as it is known, and when it ended where it took long. */
export const remarks = ({ startMs, endMs, remark, error, owner }: WitnessStep): string =>
  [
    remark,
    error,
    owner !== undefined && `owner seen: ${owner}`,
    endMs - startMs >= LONG_MS && `until ${formatMoment(endMs)} s`,
  ]
    .filter((part) => typeof part === 'string')
    .join('; ');

/** What a step did, in a few characters: `write a=41`, `read a → 40`, `read a → no session`. */
export function stepInWords({ op, key, value, absent }: WitnessStep): string {
  if (absent) return `${key === undefined ? op : `${op} ${key}`} → no session`;
  const reads = op === 'read';
  if (value === undefined) return key === undefined ? op : `${op} ${key}`;
  const shown = value === null ? 'nothing' : String(value);
  return reads ? `${op} ${key ?? ''} → ${shown}` : `${op} ${key ?? ''}=${shown}`;
}
