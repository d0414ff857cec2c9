import { printable } from './printable.ts';
import { inColumns, paint, plain, verdictText, type Terminal } from './terminal.ts';
import type { Anomaly, FaultResult, Verdict } from '../model/results.ts';
import { formatCount } from '../units.ts';
import { witnessText } from './witness.ts';

/** What was found in one experiment: from results.json, or straight from the judge. */
export interface Findings {
  id: string;
  verdict: Verdict;
  /** Why it is unknown. */
  reason?: string | undefined;
  anomalyCounts: Partial<Record<string, number>>;
  anomalies: readonly Anomaly[];
  faults?: readonly FaultResult[];
}

/** Each experiment's verdict and what was found in it, and the first witness of each kind; nothing for none. */
export function renderFindings(experiments: readonly Findings[], terminal: Terminal): string {
  if (experiments.length === 0) return '';
  const rows = experiments.map(({ id, verdict, reason, anomalyCounts }) => {
    const found = Object.entries(anomalyCounts).filter(([, count = 0]) => count > 0);
    const words = found.map(([kind, count = 0]) => `${formatCount(count)} ${kind}`).join(', ');
    return [
      plain(id),
      verdictText(verdict, terminal),
      plain([words || 'no anomaly', reason].filter(Boolean).join('; ')),
    ];
  });
  const head = ['experiment', 'verdict', 'found'].map((name) => paint('dim', name, terminal));
  // A name that is cut may be any of several.
  const most = Math.max(32, Math.floor(terminal.columns / 2));
  const width = Math.min(most, Math.max(10, ...rows.map(([name = '']) => name.length)));
  const table = inColumns([{ width }, { width: 9 }, { share: 1 }], [head, ...rows], terminal);
  return [table, ...experiments.flatMap(witnesses)].join('\n\n');
}

function witnesses({ anomalies, faults }: Findings): string[] {
  const kinds = [...new Set(anomalies.map(({ kind }) => kind))];
  return kinds.flatMap((kind) => {
    const first = anomalies.find((anomaly) => anomaly.kind === kind);
    return first === undefined ? [] : [indented(witnessText(first, faults))];
  });
}

const indented = (text: string) =>
  text
    .split('\n')
    .map((line) => `  ${printable(line)}`)
    .join('\n');
