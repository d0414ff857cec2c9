import Table from 'cli-table3';
import type { Defect } from './catalogue.ts';
import { rateOf, type Rate } from './interval.ts';
import type { Mark } from './score.ts';

/** One run, with its folder where it is kept to be looked at. */
export interface Scored {
  /** The planted store, or the correct one. */
  name: string;
  what: string;
  mark: Mark;
  folder: string | undefined;
}

const countOf = (runs: readonly Scored[], kind: Mark['kind']) =>
  runs.filter(({ mark }) => mark.kind === kind).length;

const percent = (rate: number) => `${(rate * 100).toFixed(2)} %`;
const shown = ({ events, trials, low, high }: Rate) =>
  trials === 0
    ? 'none'
    : `${events} of ${trials}, ${percent(events / trials)} (95 %: ${percent(low)} to ${percent(high)})`;

/** The score as text, and whether it is good: every defect caught in every run, and no correct store suspected. */
export function scoreOf(
  defects: readonly Defect[],
  planted: readonly Scored[],
  correct: readonly Scored[],
): { text: string; good: boolean } {
  const caught = countOf(planted, 'caught');
  const missed = countOf(planted, 'missed');
  const alarms = countOf(correct, 'false-alarm');
  const clean = countOf(correct, 'clean');
  const stores = [...new Set(correct.map(({ name }) => name))];
  const lines = [
    ...(planted.length > 0 ? [defectsTable(defects, planted)] : []),
    '',
    ...(planted.length > 0 ? [`Detected:      ${shown(rateOf(caught, caught + missed))}`] : []),
    ...(correct.length > 0 ? [`False alarms:  ${shown(rateOf(alarms, alarms + clean))}`] : []),
    ...stores.map((store) => {
      const runs = correct.filter(({ name }) => name === store);
      const suspected = countOf(runs, 'false-alarm');
      return `  ${store.padEnd(12)} ${shown(rateOf(suspected, suspected + countOf(runs, 'clean')))}`;
    }),
    `Unknown, counted in neither: ${countOf([...planted, ...correct], 'unknown')}`,
    ...[...planted, ...correct].flatMap(noteworthy),
  ];
  return { text: lines.join('\n'), good: missed === 0 && alarms === 0 };
}

function defectsTable(defects: readonly Defect[], planted: readonly Scored[]): string {
  const table = new Table({
    head: ['planted store', 'workload', 'expected', 'caught', 'anomalies a run', 'beside it'],
    style: { head: [], border: [], compact: true },
  });
  for (const { name, workload, expected, faults } of defects) {
    const runs = planted.filter((run) => run.name === name);
    if (runs.length === 0) continue;
    const counts = runs.flatMap(({ mark }) => (mark.kind === 'caught' ? [mark.count] : []));
    const range = counts.length === 0 ? '' : `${Math.min(...counts)} to ${Math.max(...counts)}`;
    const beside = new Set(runs.flatMap(({ mark }) => (mark.kind === 'caught' ? mark.beside : [])));
    const where = [workload, faults].filter(Boolean).join(', ');
    table.push([name, where, expected, `${counts.length} of ${runs.length}`, range, [...beside].join('\n')]);
  }
  return table.toString();
}

function noteworthy({ what, mark, folder }: Scored): string[] {
  if (mark.kind === 'caught' || mark.kind === 'clean') return [];
  const why = mark.kind === 'unknown' ? mark.reason : `found ${mark.found}`;
  return [`  ${mark.kind}: ${what}: ${why}; see ${folder}`];
}
